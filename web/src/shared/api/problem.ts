import type { LonLat } from './types';

/** A refusal or failure, as the server describes it (RFC 9457), or as the network left it (`network`, `timeout`). */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** What was wrong with which field. */
    readonly errors: readonly { location: string; message: string; at?: LonLat }[] = [],
    /** Seconds to wait, when the server said so. */
    readonly retryAfter = 0,
  ) {
    super(detail || code);
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') return new Problem(0, 'timeout', '');
  return new Problem(0, 'network', String(error));
}

/** A sentence for people: ours for a known code, else the server's own, else that something went wrong. */
export function explain(error: unknown, words: Record<string, string>): string {
  const problem = asProblem(error);
  return words[problem.code] ?? (problem.detail || (words.unexpected ?? ''));
}
