import { expect, it } from 'vitest';
import { answered, geometryColumns, isWithin, questionOf } from './questions';

it.each([
  ['crs_needed', 'crs'],
  ['crs_contradiction', 'crs'],
  ['shifted', 'crs'],
  ['layer_needed', 'layer'],
  ['units_needed', 'units'],
])('%s is answered by the option %s', (code, about) => {
  const error = { code, detail: '', candidates: [{ value: 'a' }] };
  expect(questionOf(error)).toEqual({ about, choices: [{ value: 'a' }] });
  expect(questionOf({ code, detail: '' })).toBeNull();
});

it('offers encodings without candidates, and nothing for a broken file', () => {
  expect(questionOf({ code: 'encoding_needed', detail: '' })?.about).toBe('encoding');
  expect(questionOf({ code: 'broken_file', detail: '', candidates: [{ value: 'a' }] })).toBeNull();
  expect(geometryColumns({ code: 'bad_mapping', detail: '', candidates: [{ value: 'wkt' }] })).toEqual([
    'wkt',
  ]);
});

it('answers a coordinate system with the order of its axes', () => {
  const choice = { value: 'EPSG:4547', swap_axes: true };
  expect(answered({ layer: 'a' }, 'crs', choice)).toEqual({ layer: 'a', crs: 'EPSG:4547', swap_axes: true });
  expect(answered({ swap_axes: true }, 'crs', { value: 'BD09' })).toEqual({ crs: 'BD09', swap_axes: false });
  expect(answered({ swap_axes: true }, 'layer', { value: 'a' })).toEqual({ layer: 'a', swap_axes: true });
});

it('knows what lies within bounds', () => {
  expect(isWithin([114, 33.5], [[113.9, 33.4, 114.1, 33.6]])).toBe(true);
  expect(isWithin([118, 24.5], [[113.9, 33.4, 114.1, 33.6]])).toBe(false);
});
