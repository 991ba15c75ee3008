import { expect, it } from 'vitest';
import { guessKind, meant, sameOptions } from './imports.svelte';

it.each([
  ['背街小巷台账2022.xlsx', 'back_street'],
  ['painted_walls.geojson', 'painted_wall'],
  ['老街街道泊位.shp', 'berth'],
  ['小区边界.gpkg', 'compound'],
  ['社区区划.kml', 'area'],
  ['data.csv', undefined],
])('%s speaks of %s', (name, kind) => expect(guessKind(name)).toBe(kind));

it('asks only for what was chosen', () => {
  expect(meant({ crs: '', layer: 'a', anywhere: false, swap_axes: true, map: {} })).toEqual({
    layer: 'a',
    swap_axes: true,
  });
});

it('tells other options from the same in another order', () => {
  expect(sameOptions({ crs: 'GCJ02', layer: 'a', encoding: '' }, { layer: 'a', crs: 'GCJ02' })).toBe(true);
  expect(sameOptions({ map: { a: '1', b: '2' } }, { map: { b: '2', a: '1' } })).toBe(true);
  expect(sameOptions({ map: { ref: '' } }, {})).toBe(false);
});
