import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import { kinds, type KindKey } from '../domain/kind';
import { doneStatuses, statuses, type Status } from '../domain/status';

/** A question that cuts across kinds and statuses. */
export type Quick = 'overdue' | 'due_soon' | 'owed';

/** What of the work is drawn. */
export type MapFilter = {
  kinds: ReadonlySet<KindKey>;
  statuses: ReadonlySet<Status>;
  quick: Quick | null;
  /** Only what this unit is responsible for. */
  unit: number | null;
  /** Today as a day number: what is overdue changes at midnight without an edit. */
  today: number;
};

export const showAll = (today: number): MapFilter => ({
  kinds: new Set(kinds),
  statuses: new Set(statuses.filter((status) => status !== 'void')),
  quick: null,
  unit: null,
  today,
});

/** Days ahead that count as soon. */
export const soonDays = 3;

const settled: readonly Status[] = [...doneStatuses, 'suspended', 'void'];

/** The filter of one kind's layers, in terms of what tiles carry. */
export function tileFilter(kind: KindKey, filter: MapFilter): FilterSpecification {
  if (!filter.kinds.has(kind)) return ['literal', false] as unknown as FilterSpecification;
  const parts: ExpressionSpecification[] = [['in', ['get', 'status'], ['literal', [...filter.statuses]]]];
  const due: ExpressionSpecification = ['get', 'due_day'];
  const open: ExpressionSpecification = ['!', ['in', ['get', 'status'], ['literal', [...settled]]]];
  if (filter.unit !== null) parts.push(['==', ['get', 'unit_id'], filter.unit]);
  if (filter.quick === 'owed') parts.push(['>', ['coalesce', ['get', 'owed'], 0], 0]);
  if (filter.quick === 'overdue') parts.push(['has', 'due_day'], open, ['<', due, filter.today]);
  if (filter.quick === 'due_soon') {
    parts.push(['has', 'due_day'], open, ['>=', due, filter.today], ['<=', due, filter.today + soonDays]);
  }
  return ['all', ...parts];
}
