import type { Trend } from '../../shared/api/progress';
import { dayNumberOf } from '../../shared/domain/day';

export type Box = { left: number; top: number; right: number; bottom: number };
type Campaign = { starts_on: string; ends_on: string };
type XY = readonly [x: number, y: number];

/** Where everything of the chart is drawn, in the units of its view box. */
export type BurnUp = {
  done: XY[];
  plan: XY[];
  /** From today to the campaign's end; empty without a forecast. */
  forecast: XY[];
  today: { x: number; done: number; plan: number; doneY: number; planY: number };
  /** Round amounts to rule the chart by, the target among them. */
  levels: { amount: number; y: number }[];
  months: { on: string; x: number }[];
};

/** Lays the burn-up out; undefined while there is no point to draw. */
export function burnUp(trend: Trend, campaign: Campaign, box: Box): BurnUp | undefined {
  const last = trend.points.at(-1);
  if (!last) return undefined;
  const from = dayNumberOf(campaign.starts_on);
  const to = Math.max(from + 1, dayNumberOf(campaign.ends_on));
  const most = Math.max(trend.target, last.done_quantity, trend.forecast?.quantity ?? 0, 1);
  const x = (on: string) => box.left + ((dayNumberOf(on) - from) / (to - from)) * (box.right - box.left);
  const y = (amount: number) => box.bottom - (amount / most) * (box.bottom - box.top);
  const { forecast } = trend;
  return {
    done: trend.points.map(({ on, done_quantity }) => [x(on), y(done_quantity)]),
    plan: [
      ...trend.points.map(({ on, plan_quantity }): XY => [x(on), y(plan_quantity)]),
      [x(campaign.ends_on), y(trend.target)],
    ],
    forecast: forecast
      ? [
          [x(last.on), y(last.done_quantity)],
          [x(forecast.on_end), y(forecast.quantity)],
        ]
      : [],
    today: {
      x: x(last.on),
      done: last.done_quantity,
      plan: last.plan_quantity,
      doneY: y(last.done_quantity),
      planY: y(last.plan_quantity),
    },
    levels: levelsOf(trend.target, most).map((amount) => ({ amount, y: y(amount) })),
    months: monthsBetween(campaign).map((on) => ({ on, x: x(on) })),
  };
}

/** Zero, the target, and round amounts between that keep clear of the target's label. */
export function levelsOf(target: number, most: number): number[] {
  const rough = most / 3;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([5, 2, 1].find((factor) => factor * magnitude <= rough) ?? 1) * magnitude;
  const levels = [0];
  for (let i = 1; i * step <= most; i++) {
    const amount = i * step;
    if (Math.abs(amount - target) > most * 0.12) levels.push(amount);
  }
  return target > 0 ? [...levels, target].toSorted((a, b) => a - b) : levels;
}

/** Every second first of a month, so that their names keep apart on a narrow chart. */
function monthsBetween({ starts_on, ends_on }: Campaign): string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = starts_on.split('-').map(Number);
  for (let i = 0; ; i++) {
    const on = `${year}-${String(month).padStart(2, '0')}-01`;
    if (on > ends_on) return months;
    if (on >= starts_on && i % 2 === 0) months.push(on);
    month = (month % 12) + 1;
    if (month === 1) year += 1;
  }
}

export function path(points: readonly XY[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
