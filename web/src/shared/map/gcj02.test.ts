import { expect, it } from 'vitest';
import type { Bounds, LonLat } from '../api/types';
import { boundsFromWgs84, boundsToWgs84, fromWgs84, toWgs84 } from './gcj02';

// As gcoord, coordtransform and prcoords agree on them, and geo/china_test.go holds.
const vectors: [string, LonLat, LonLat][] = [
  ['漯河', [114.0163, 33.5746], [114.022223680573, 33.573109190425]],
  ['西边', [113.9375, 33.5422], [113.943236700863, 33.540488858866]],
  ['天安门', [116.404, 39.915], [116.410244499169, 39.916404281502]],
  ['三亚', [109.5119, 18.2528], [109.515984294827, 18.251094791736]],
  ['东京', [139.6917, 35.6895], [139.6917, 35.6895]],
];

it.each(vectors)('%s is bent as everybody bends it, and comes back', (_, wgs84, gcj02) => {
  const bent = fromWgs84(wgs84);
  expect(bent[0]).toBeCloseTo(gcj02[0], 9);
  expect(bent[1]).toBeCloseTo(gcj02[1], 9);
  const back = toWgs84(bent);
  expect(back[0]).toBeCloseTo(wgs84[0], 9);
  expect(back[1]).toBeCloseTo(wgs84[1], 9);
});

it('a box covers every place of it after the bend, and after the way back', () => {
  const box: Bounds = [113.78, 33.44, 114.04, 33.62];
  const bent = boundsFromWgs84(box);
  const back = boundsToWgs84(bent);
  for (let x = 0; x <= 10; x++) {
    for (let y = 0; y <= 10; y++) {
      const place: LonLat = [box[0] + (x / 10) * (box[2] - box[0]), box[1] + (y / 10) * (box[3] - box[1])];
      const [lon, lat] = fromWgs84(place);
      expect(lon > bent[0] && lon < bent[2] && lat > bent[1] && lat < bent[3]).toBe(true);
      expect(place[0] > back[0] && place[0] < back[2] && place[1] > back[1] && place[1] < back[3]).toBe(true);
    }
  }
});
