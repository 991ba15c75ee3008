import type { Me } from '../api/types';

export const views = ['plan', 'field', 'lead', 'admin'] as const;
export type View = (typeof views)[number];

/** The view of a path; undefined for `/`, which opens what the role uses. */
export function viewOf(path: string): View | undefined {
  return views.find((view) => path === `/${view}` || path.startsWith(`/${view}/`));
}

/** Where somebody starts who typed the bare address. */
export function homeOf(me: Pick<Me, 'roles'>): View {
  if (me.roles.includes('planner')) return 'plan';
  if (me.roles.includes('leader')) return 'lead';
  if (me.roles.includes('field') || me.roles.includes('verifier')) return 'field';
  return me.roles.includes('admin') ? 'admin' : 'lead';
}

/** The search part of an address with some parameters changed; null or '' removes one, order and the rest stay. */
export function patchSearch(search: string, patch: Record<string, string | null>): string {
  const params = new URLSearchParams(search);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === '') params.delete(key);
    else params.set(key, value);
  }
  // Slashes and commas are legal in a query; leaving them readable makes links that people can read.
  const text = params.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  return text && `?${text}`;
}
