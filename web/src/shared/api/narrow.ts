import type { components } from './schema';

export type Schema = components['schemas'];

/** What a description may mean: it cannot say that a reference may be null, nor what is inside a free object. */
type Meant<T> =
  T extends Record<string, never>
    ? unknown
    : T extends (infer Item)[]
      ? Meant<Item>[] | null
      : T extends object
        ? { [K in keyof T]: Meant<T[K]> } | null
        : T | null;

/**
 * A schema of the server with some fields told more exactly than OpenAPI tells them: a word as one of those it can
 * be, a list as never null, a reference as null where there may be none. What the server renames, drops or gives
 * another type no longer compiles.
 */
export type Narrow<T, Exact extends { [K in keyof Exact]: K extends keyof T ? Meant<T[K]> : never }> = {
  [K in keyof (Omit<T, keyof Exact> & Exact)]: (Omit<T, keyof Exact> & Exact)[K];
};

/** Takes an answer for the narrow type of its schema; Narrow has held the two together. */
export function exact<T>(answer: unknown): T {
  return answer as T;
}
