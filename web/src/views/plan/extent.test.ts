import { expect, it } from 'vitest';
import { extentOf } from './extent';

it('the extent holds the work and passes over the odd outlier', () => {
  const town = Array.from({ length: 99 }, (_, i) => [114 + i / 1000, 33.5 + i / 1000] as [number, number]);
  const [west, south, east, north] = extentOf([...town, [113, 33.1]]) ?? [];
  expect([west, south]).toEqual([114.002, 33.502]);
  expect([east, north]).toEqual([114.095, 33.595]);
});

it('without work there is no extent', () => {
  expect(extentOf([])).toBeUndefined();
});
