import { describe, expect, it } from 'vitest';
import { metresTo, provesPresence } from './presence';

const here = { lon: 114.27, lat: 30.6, accuracy_m: 9 };
const east = (metres: number) => 114.27 + metres / (111_195 * Math.cos((30.6 * Math.PI) / 180));
const lane = (metres: number): GeoJSON.Geometry => ({
  type: 'LineString',
  coordinates: [
    [east(metres), 30.59],
    [east(metres), 30.61],
  ],
});
const ring = (west: number, to: number) => [
  [east(west), 30.59],
  [east(to), 30.59],
  [east(to), 30.61],
  [east(west), 30.61],
  [east(west), 30.59],
];

describe('the distance from a geometry', () => {
  it('is measured to the nearest part of a line, not to its ends', () => {
    expect(metresTo(here, lane(60))).toBeCloseTo(60, 3);
  });

  it('is nothing inside a polygon and counts to the edge in its hole', () => {
    expect(metresTo(here, { type: 'Polygon', coordinates: [ring(-50, 50)] })).toBe(0);
    expect(metresTo(here, { type: 'Polygon', coordinates: [ring(-500, 500), ring(-30, 40)] })).toBeCloseTo(
      30,
      3,
    );
  });

  it('is that of the nearest of many parts', () => {
    expect(
      metresTo(here, {
        type: 'GeometryCollection',
        geometries: [lane(300), { type: 'Point', coordinates: [east(20), 30.6] }],
      }),
    ).toBeCloseTo(20, 3);
  });
});

describe('presence', () => {
  it('is proven within 80 m and the accuracy', () => {
    expect(provesPresence(here, lane(88))).toBe(true);
    expect(provesPresence(here, lane(90))).toBe(false);
  });

  it('is not proven without a position', () => {
    expect(provesPresence(undefined, lane(0))).toBe(false);
  });
});
