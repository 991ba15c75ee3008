import { describe, expect, it } from 'vitest';
import { burnUp, levelsOf, path } from './burn-up';

const box = { left: 0, top: 0, right: 100, bottom: 100 };
const campaign = { starts_on: '2022-03-01', ends_on: '2022-12-31' };
const point = (on: string, done: number, plan: number) => ({
  on,
  done_quantity: done,
  done_count: done,
  plan_quantity: plan,
});
const trend = {
  points: [point('2022-03-01', 0, 0), point('2022-08-30', 78, 100)],
  target: 167,
  forecast: { on_end: '2022-12-31', quantity: 161 },
};

describe('the burn-up', () => {
  it('draws the plan on to the target at the end of the campaign', () => {
    expect(burnUp(trend, campaign, box)?.plan.at(-1)).toEqual([100, 0]);
  });

  it('draws the forecast from today', () => {
    const chart = burnUp(trend, campaign, box);
    expect(chart?.forecast[0]).toEqual([chart?.today.x, chart?.today.doneY]);
    expect(chart?.forecast[1]?.[0]).toBe(100);
  });

  it('makes room for more than the target', () => {
    const over = burnUp({ ...trend, forecast: { on_end: '2022-12-31', quantity: 334 } }, campaign, box);
    expect(over?.forecast[1]?.[1]).toBe(0);
    expect(over?.levels.find(({ amount }) => amount === 167)?.y).toBe(50);
  });

  it('has nothing to draw before the campaign begins', () => {
    expect(burnUp({ points: [], target: 167, forecast: null }, campaign, box)).toBeUndefined();
  });

  it('names every second month', () => {
    expect(burnUp(trend, campaign, box)?.months.map(({ on }) => on.slice(5, 7))).toEqual([
      '03',
      '05',
      '07',
      '09',
      '11',
    ]);
  });
});

it('rules by round amounts that keep clear of the target', () => {
  expect(levelsOf(167, 167)).toEqual([0, 50, 100, 167]);
  expect(levelsOf(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
});

it('writes a path', () => {
  expect(
    path([
      [0, 1],
      [2.25, 3],
    ]),
  ).toBe('M0.0 1.0L2.3 3.0');
});
