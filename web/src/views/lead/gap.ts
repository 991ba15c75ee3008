import type { AreaProgress, KindProgress } from '../../shared/api/progress';
import type { KindKey } from '../../shared/domain/kind';

/** Class of a gap in percentage points: 0 ahead, 1 below 10, 2 below 20, 3 up to 30, 4 beyond. */
export type GapStep = 0 | 1 | 2 | 3 | 4;

/** The borders are those of the lights: 10 is yellow already, 30 is not yet red. */
export function gapStep(gap: number): GapStep {
  if (gap < 0) return 0;
  if (gap < 10) return 1;
  if (gap < 20) return 2;
  return gap <= 30 ? 3 : 4;
}

/** An area's place in the ranking of one kind; `share` is undefined where there is nothing of the kind. */
export type Ranked = {
  area: AreaProgress['area'];
  share: KindProgress | undefined;
  step: GapStep | undefined;
};

/** Widest gap first; areas without anything of the kind last; equals as the server has them. */
export function rank(rows: readonly AreaProgress[], kind: KindKey): Ranked[] {
  return rows
    .map(({ area, kinds }) => {
      const share = kinds[kind];
      const counts = share !== undefined && share.target > 0;
      return { area, share: counts ? share : undefined, step: counts ? gapStep(share.gap) : undefined };
    })
    .toSorted((a, b) => (b.share?.gap ?? -Infinity) - (a.share?.gap ?? -Infinity) || 0);
}

/** What becomes of the numbers once as much more is done as turns the light green. */
export function afterGreen(of: Pick<KindProgress, 'done_quantity' | 'target' | 'plan_share' | 'light'>): {
  done: number;
  share: number;
  gap: number;
} {
  const done = of.done_quantity + of.light.to_green;
  const share = of.target > 0 ? done / of.target : 1;
  return { done, share, gap: (of.plan_share - share) * 100 };
}
