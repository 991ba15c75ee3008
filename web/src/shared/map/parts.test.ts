import { expect, it } from 'vitest';
import { assembled, partsOf } from './parts';

const ring = [
  [114, 33],
  [114.1, 33],
  [114.1, 33.1],
  [114, 33],
];
const hole = ring.map(([x = 0, y = 0]) => [x + 0.05, y + 0.01]);

it.each<GeoJSON.Geometry>([
  { type: 'Point', coordinates: [114, 33] },
  { type: 'LineString', coordinates: ring.slice(0, 3) },
  { type: 'MultiLineString', coordinates: [ring.slice(0, 2), ring.slice(2)] },
  { type: 'Polygon', coordinates: [ring, hole] },
  { type: 'MultiPolygon', coordinates: [[ring, hole], [ring]] },
])('$type comes back whole', (geometry) => {
  expect(assembled(partsOf(geometry))).toEqual(geometry);
});

it('nothing is nothing', () => {
  expect(assembled([])).toBeNull();
});
