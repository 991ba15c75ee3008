import type { FeatureFilter, Order } from '../../shared/api/features';
import type { Me, Row } from '../../shared/api/types';
import type { Status } from '../../shared/domain/status';

export type Tab = 'near' | 'mine' | 'overdue';
export const tabs: readonly Tab[] = ['near', 'mine', 'overdue'];

export type Place = { lon: number; lat: number };

/** How far "near" reaches. */
export const nearMetres = 2_000;

/** What field staff finish for their unit. */
export const workStatuses: readonly Status[] = ['planned', 'in_progress', 'rework'];

/** Whose list it is: somebody who only checks has other work than somebody who fixes. */
export function onlyVerifies({ roles }: Pick<Me, 'roles'>): boolean {
  return roles.includes('verifier') && !roles.includes('field');
}

/**
 * The question that fills a tab; distances count from the place. Only round the person does "near" end somewhere:
 * the middle of a map that nobody has moved says nothing about where the work is.
 */
export function question(
  tab: Tab,
  me: Pick<Me, 'roles'>,
  place: Place | undefined,
  isHere = true,
): { filter: FeatureFilter; sort: Order } {
  const near = place && { near: { ...place, ...(tab === 'near' && isHere && { radiusMetres: nearMetres }) } };
  const sort: Order = tab === 'near' && place ? 'distance' : 'due_on';
  const late = tab === 'overdue' ? { overdue: true } : {};
  if (onlyVerifies(me)) return { filter: { statuses: ['submitted'], ...late, ...near }, sort };
  if (tab === 'near') {
    const check: Status[] = me.roles.includes('verifier') ? ['submitted'] : [];
    return { filter: { statuses: ['unsurveyed', ...workStatuses, ...check], ...near }, sort };
  }
  return { filter: { myUnit: true, statuses: workStatuses, ...late, ...near }, sort };
}

/** What the person can act on: what the own unit submitted is checked by others. */
export function actionable(rows: readonly Row[], me: Pick<Me, 'unit'>): Row[] {
  return rows.filter(
    ({ status, unit_id }) => status !== 'submitted' || unit_id === null || unit_id !== me.unit?.id,
  );
}

/** What is left of the planned amount, null where nothing is measured. */
export function amountLeft(
  row: Pick<Row, 'status' | 'quantity' | 'quantity_planned' | 'quantity_done'>,
): number | null {
  const planned = row.quantity_planned ?? row.quantity;
  if (planned === null) return null;
  if (row.status !== 'in_progress') return planned;
  const left = planned - (row.quantity_done ?? 0);
  return left > 0 ? left : null;
}
