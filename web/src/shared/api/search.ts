import { call } from './client';
import { exact } from './narrow';
import type { SearchHit } from './types';

/** Names, refs and areas; Chinese, pinyin and pinyin initials. */
export async function search(q: string, signal: AbortSignal, limit = 20): Promise<SearchHit[]> {
  return exact<SearchHit[]>((await call('get', '/api/v1/search', { query: { q, limit }, signal })).items);
}
