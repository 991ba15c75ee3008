import { Problem } from './problem';
import type { paths } from './schema';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type Parameters<Op, Where extends 'path' | 'query'> = Op extends { parameters: Record<Where, infer Values> }
  ? Values
  : Op extends { parameters: Partial<Record<Where, infer Values>> }
    ? Values
    : never;
type Body<Op> = Op extends { requestBody: { content: { 'application/json': infer Json } } } ? Json : never;
type Answer<Op> = Op extends {
  responses: Record<200 | 201 | 202, { content: { 'application/json': infer Json } }>;
}
  ? Json
  : Op extends { responses: infer All }
    ? All[keyof All & (200 | 201 | 202)] extends { content: { 'application/json': infer Json } }
      ? Json
      : undefined
    : never;

export type Options = {
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Milliseconds until a request is given up; an upload needs longer than a question. */
  timeoutMs?: number;
};

type Ask<Op> = Options & {
  path?: Parameters<Op, 'path'>;
  query?: Parameters<Op, 'query'>;
  body?: Body<Op>;
};

const patienceMs = 10_000;
const signedOutListeners = new Set<() => void>();

/** Calls back when the server no longer knows the session. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Calls an operation of the server's OpenAPI description; every failure is a Problem. */
export async function call<M extends Method, P extends keyof paths>(
  method: M,
  path: P,
  { path: places, query, body, ...options }: Ask<Operation<P, M>> = {},
): Promise<Answer<Operation<P, M>>> {
  const json = body === undefined ? undefined : JSON.stringify(body);
  const response = await send(method, filled(path, places) + queryString(query), json, {
    ...options,
    headers: {
      Accept: 'application/json',
      ...(json && { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
  });
  return (response.status === 204 ? undefined : await response.json()) as Answer<Operation<P, M>>;
}

/** Sends one request as it is: for bytes, forms, and what the description leaves out. */
export async function send(
  method: string,
  url: string,
  body?: BodyInit,
  options: Options = {},
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? patienceMs);
  const response = await fetch(url, {
    method: method.toUpperCase(),
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    ...(options.headers && { headers: options.headers }),
    ...(body !== undefined && { body }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    throw new Problem(0, late ? 'timeout' : 'network', '');
  });
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.status === 401 && problem.code === 'unauthenticated') {
    for (const listener of signedOutListeners) listener();
  }
  throw problem;
}

/** The query part of an address: lists parted by commas, what is empty or undefined left out. */
export function queryString(query: object = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text !== '') params.set(key, text);
  }
  const text = params.toString();
  return text && `?${text}`;
}

function filled(path: string, places: object = {}): string {
  return Object.entries(places).reduce(
    (url, [name, value]) => url.replace(`{${name}}`, encodeURIComponent(String(value))),
    path,
  );
}

async function readProblem(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  if (!response.headers.get('Content-Type')?.includes('json')) {
    return new Problem(response.status, 'unexpected', '', [], retryAfter);
  }
  const said = (await response.json()) as Partial<Problem>;
  return new Problem(
    response.status,
    said.code ?? 'unexpected',
    said.detail ?? '',
    said.errors ?? [],
    retryAfter,
  );
}
