import { expect, it } from 'vitest';
import { measured } from './geodesy';

// 0.01° at Luohe, by the radii of the ellipsoid: 1109.2 m from south to north, 928.5 m from west to east, shrinking
// northward. Mercator would say 44 % more.
const [west, south, east, north] = [114.0, 33.57, 114.01, 33.58];
const ring = [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

it('measures on the ellipsoid', () => {
  const { lengthM, areaM2 } = measured({ type: 'Polygon', coordinates: [ring] });
  expect(lengthM).toBeCloseTo(4075.3, 0);
  expect(areaM2 / 1_029_800).toBeCloseTo(1, 3);
});

it('takes holes off and adds parts up', () => {
  const hole = ring.map(([x = 0, y = 0]) => [west + (x - west) / 2 + 0.001, south + (y - south) / 2 + 0.001]);
  const whole = measured({ type: 'Polygon', coordinates: [ring] }).areaM2;
  const pierced = measured({ type: 'Polygon', coordinates: [ring, hole] }).areaM2;
  expect(pierced / whole).toBeCloseTo(0.75, 3);
  expect(measured({ type: 'MultiPolygon', coordinates: [[ring], [ring]] }).areaM2).toBeCloseTo(2 * whole, 3);
});

it('a line does not close itself, and a point has no measure', () => {
  const line = measured({ type: 'LineString', coordinates: ring.slice(0, 3) });
  expect(line.areaM2).toBe(0);
  expect(line.lengthM).toBeCloseTo(2037.7, 0);
  expect(measured({ type: 'Point', coordinates: [114, 33] })).toEqual({ lengthM: 0, areaM2: 0 });
});
