import { describe, expect, it } from 'vitest';
import { fileSize, hasCrs, hasEncoding, wholeFilter } from './exports.svelte';

describe('wholeFilter', () => {
  it.each([
    [null, {}],
    ['overdue', { overdue: true }],
    ['due_soon', { dueSoon: true }],
    ['owed', { owed: true }],
  ] as const)('with the question %s', (quick, more) =>
    expect(wholeFilter({ kinds: ['berth'] }, quick)).toEqual({ kinds: ['berth'], ...more }),
  );
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [123_456, '123 kB'],
  [1_234_567, '1.2 MB'],
  [4_000_000_000_000, '4000 GB'],
])('%d bytes are %s', (bytes, text) => expect(fileSize(bytes)).toBe(text));

it('offers an encoding and a coordinate system only where the format has them', () => {
  expect((['geojson', 'gpkg', 'shp', 'kml', 'csv', 'xlsx'] as const).filter(hasEncoding)).toEqual([
    'shp',
    'csv',
  ]);
  expect((['geojson', 'gpkg', 'shp', 'kml', 'csv', 'xlsx'] as const).filter((f) => !hasCrs(f))).toEqual([
    'kml',
  ]);
});
