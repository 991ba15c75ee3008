import { describe, expect, it } from 'vitest';
import type { AreaProgress, KindProgress } from '../../shared/api/progress';
import { afterGreen, gapStep, rank } from './gap';

describe('the class of a gap', () => {
  it.each([
    [-0.1, 0],
    [0, 1],
    [9.99, 1],
    [10, 2],
    [20, 3],
    [30, 3],
    [30.01, 4],
  ])('of %d points is %d', (gap, step) => {
    expect(gapStep(gap)).toBe(step);
  });
});

describe('the ranking', () => {
  const row = (id: number, gap: number, target = 10) =>
    ({ area: { id, name: String(id) }, kinds: { berth: { gap, target } } }) as unknown as AreaProgress;

  it('puts the widest gap first and what has no work last', () => {
    const rows = [row(1, -4), row(2, 49), row(3, -100, 0), row(4, 12)];
    expect(rank(rows, 'berth').map(({ area, step }) => [area.id, step])).toEqual([
      [2, 4],
      [4, 2],
      [1, 0],
      [3, undefined],
    ]);
  });

  it('leaves areas without the kind uncoloured', () => {
    expect(rank([row(1, 20)], 'compound')[0]).toMatchObject({ share: undefined, step: undefined });
  });
});

it('says what the numbers become when the light turns green', () => {
  const street = { done_quantity: 15, target: 38, plan_share: 0.597, light: { to_green: 4 } } as KindProgress;
  const after = afterGreen(street);
  expect(after.done).toBe(19);
  expect(after.share).toBe(0.5);
  expect(after.gap).toBeCloseTo(9.7);
});
