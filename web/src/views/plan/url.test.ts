import { describe, expect, it } from 'vitest';
import { showAll } from '../../shared/map/filter';
import { readCamera, readFilter, readTarget, writeCamera, writeFilter, writeTarget } from './url';

const today = 19_234;
const throughAddress = (filter: ReturnType<typeof readFilter>) => {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(writeFilter(filter))) if (value !== null) params.set(key, value);
  return readFilter(params, today);
};

describe('the filter in the address', () => {
  it('is left out when it is the usual one', () => {
    expect(Object.values(writeFilter(showAll(today)))).toEqual([null, null, null, null]);
    expect(readFilter(new URLSearchParams(), today)).toEqual(showAll(today));
  });

  it.each([
    { ...showAll(today), kinds: new Set(['berth', 'compound'] as const) },
    { ...showAll(today), kinds: new Set<never>() },
    { ...showAll(today), statuses: new Set(['void'] as const) },
    { ...showAll(today), quick: 'due_soon' as const, unit: 7 },
  ])('comes back as it went: %j', (filter) => {
    expect(throughAddress(filter)).toEqual(filter);
  });

  it('passes over words it does not know', () => {
    const filter = readFilter(new URLSearchParams('kinds=lamp,berth&quick=soon&unit=x'), today);
    expect(filter).toEqual({ ...showAll(today), kinds: new Set(['berth']) });
  });
});

it('a chosen feature comes back as it went', () => {
  expect(readTarget(writeTarget({ kind: 'back_street', id: 87 }))).toEqual({ kind: 'back_street', id: 87 });
  for (const bad of [null, '', 'lamp/3', 'berth/', 'berth/-1', 'berth/1.5'])
    expect(readTarget(bad)).toBeNull();
});

it('a camera comes back to a metre', () => {
  expect(readCamera(writeCamera({ zoom: 15.2, lat: 33.570123, lon: 114.023456 }))).toEqual({
    zoom: 15.2,
    lat: 33.57012,
    lon: 114.02346,
  });
  for (const bad of [null, '', '15/33', '15/95/114', 'x/y/z']) expect(readCamera(bad)).toBeUndefined();
});
