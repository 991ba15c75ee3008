import { expect, it } from 'vitest';
import { crsName, gridOf } from './crs';

it.each([
  ['EPSG:4547', { width: 3, meridian: 114, zone: null }],
  ['EPSG:4526', { width: 3, meridian: 114, zone: 38 }],
  ['EPSG:4508', { width: 6, meridian: 111, zone: null }],
  ['EPSG:4498', { width: 6, meridian: 117, zone: 20 }],
  ['EPSG:4326', null],
  ['GCJ02', null],
])('%s is the grid %o', (crs, grid) => expect(gridOf(crs)).toEqual(grid));

it('calls a system by its name, its grid or its code', () => {
  const words = { names: { GCJ02: '国测局' }, grid: ({ meridian }: { meridian: number }) => `${meridian}°E` };
  expect(crsName('GCJ02', words)).toBe('国测局');
  expect(crsName('EPSG:4547', words)).toBe('EPSG:4547 · 114°E');
  expect(crsName('EPSG:2269', words)).toBe('EPSG:2269');
});
