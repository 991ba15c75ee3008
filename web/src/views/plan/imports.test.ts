import { expect, it } from 'vitest';
import { guessKind } from './imports.svelte';

it.each([
  ['背街小巷台账2022.xlsx', 'back_street'],
  ['painted_walls.geojson', 'painted_wall'],
  ['老街街道泊位.shp', 'berth'],
  ['小区边界.gpkg', 'compound'],
  ['社区区划.kml', 'area'],
  ['data.csv', undefined],
])('%s speaks of %s', (name, kind) => expect(guessKind(name)).toBe(kind));
