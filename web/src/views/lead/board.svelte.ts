import {
  getProgress,
  getTrend,
  listAreaProgress,
  type AreaProgress,
  type KindProgress,
  type Progress,
  type Trend,
} from '../../shared/api/progress';
import { stream } from '../../shared/api/stream';
import type { Area, AreaLevel } from '../../shared/api/types';
import { isKind, type KindKey } from '../../shared/domain/kind';
import { registers } from '../../shared/state/registers.svelte';
import { router } from '../../shared/state/router.svelte';
import { rank, type Ranked } from './gap';

const debounceMs = 300;

/** What the board looks at, an area and a kind, both in the address; and the numbers of it, kept live. */
export class Board {
  progress = $state.raw<Progress>();
  rows = $state.raw<readonly AreaProgress[]>([]);
  trend = $state.raw<Trend>();
  failure = $state.raw<unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  readonly areaId: number | undefined = $derived(Number(router.params.get('area')) || undefined);
  readonly kind: KindKey = $derived.by(() => {
    const asked = router.params.get('kind') ?? '';
    return isKind(asked) ? asked : 'back_street';
  });
  readonly area: Area | undefined = $derived(registers.area(this.areaId ?? null));
  /** From the district down to the area. */
  readonly steps: readonly Area[] = $derived(
    (this.area?.path ?? [])
      .map((id) => registers.area(id))
      .filter((area) => area !== undefined)
      .filter(({ level }) => level !== 'district'),
  );
  /** Whose parts are ranked and coloured: an area without parts is shown among its neighbours. */
  readonly parts: { level: AreaLevel; parent?: number } = $derived.by(() => {
    const street = this.steps.find(({ level }) => level === 'street');
    return street ? { level: 'community', parent: street.id } : { level: 'street' };
  });
  readonly chosen: KindProgress | undefined = $derived(
    this.progress?.kinds.find(({ kind }) => kind === this.kind),
  );
  readonly ranked: Ranked[] = $derived(rank(this.rows, this.kind));

  follow(): () => void {
    const unsubscribe = stream.subscribe({ onChanges: () => this.#soon(), onGap: () => this.#soon() });
    return () => {
      unsubscribe();
      clearTimeout(this.#timer);
      this.#turn++;
    };
  }

  choose(kind: KindKey): void {
    router.patch({ kind });
  }

  open(area: number | undefined): void {
    router.patch({ area: area === undefined ? null : String(area) }, 'push');
  }

  async reload(): Promise<void> {
    const turn = ++this.#turn;
    const which = this.areaId === undefined ? {} : { area: this.areaId };
    try {
      const [progress, rows, trend] = await Promise.all([
        getProgress(which),
        listAreaProgress(this.parts),
        getTrend({ ...which, kind: this.kind }),
      ]);
      if (turn !== this.#turn) return;
      Object.assign(this, { progress, rows, trend, failure: undefined });
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    }
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.reload();
    }, debounceMs);
  }
}
