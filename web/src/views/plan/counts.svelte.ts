import { countFeatures, type FeatureFilter } from '../../shared/api/features';
import { stream } from '../../shared/api/stream';
import type { Bounds, Counts } from '../../shared/api/types';
import type { KindKey } from '../../shared/domain/kind';
import { statuses, type Status } from '../../shared/domain/status';
import type { Quick } from '../../shared/map/filter';

/** Figures follow edits, but one edit in a burst does not ask for all of them. */
const settleMs = 400;

export type Tally = { total: number; quantity: number; byStatus: Record<Status, number> };

/** The figures of the filter panel: of the whole district, and of what the map shows of the filter. */
export class CountsBoard {
  whole = $state.raw<Counts>();
  inView = $state<number>();
  matching = $state<number>();
  failure = $state.raw<unknown>();
  connected = $state(true);
  updatedAt = $state(Date.now());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  constructor(
    private readonly question: () => {
      filter: FeatureFilter;
      quick: Quick | null;
      bounds: Bounds | undefined;
    },
  ) {}

  follow(): () => void {
    const unsubscribe = stream.subscribe({
      onChanges: () => this.refresh(),
      onGap: () => this.refresh(),
      onState: (connected) => (this.connected = connected),
    });
    return () => {
      unsubscribe();
      clearTimeout(this.#timer);
      this.#asked?.abort();
    };
  }

  /** Asks again shortly; calls in between are one. */
  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.whole ? settleMs : 0);
  }

  async #ask(): Promise<void> {
    this.#asked?.abort();
    const { signal } = (this.#asked = new AbortController());
    const { filter, quick, bounds } = this.question();
    const empty = filter.kinds?.length === 0 || filter.statuses?.length === 0;
    const pick = (counts: Counts) => (quick ? counts[quick] : counts.total);
    try {
      const [whole, matching, inView] = await Promise.all([
        countFeatures({}, signal),
        empty ? undefined : countFeatures(filter, signal),
        empty || !bounds ? undefined : countFeatures({ ...filter, bbox: bounds }, signal),
      ]);
      this.whole = whole;
      this.matching = matching ? pick(matching) : 0;
      this.inView = inView ? pick(inView) : 0;
      this.failure = undefined;
      this.updatedAt = Date.now();
    } catch (error) {
      if (!signal.aborted) this.failure = error;
    }
  }
}

/** Counts of a kind without what is void, which no published sum contains. */
export function tally(counts: Counts, kind: KindKey): Tally {
  const row = counts.by_kind.find((entry) => entry.kind === kind);
  const byStatus = Object.fromEntries(
    statuses.map((status) => [status, row?.by_status[status] ?? 0]),
  ) as Record<Status, number>;
  const total = statuses.reduce((sum, status) => sum + (status === 'void' ? 0 : byStatus[status]), 0);
  return { total, quantity: row?.quantity ?? 0, byStatus };
}

/** How many features of the shown kinds have a status. */
export function statusCount(counts: Counts, shown: ReadonlySet<KindKey>, status: Status): number {
  return counts.by_kind.reduce(
    (sum, row) => sum + (shown.has(row.kind) ? (row.by_status[status] ?? 0) : 0),
    0,
  );
}
