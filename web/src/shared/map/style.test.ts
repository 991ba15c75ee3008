import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { expect, it } from 'vitest';
import { statuses } from '../domain/status';
import type { BaseMap } from './basemap';
import { noClusters } from './clusters';
import { showAll } from './filter';
import type { Palette } from './palette';
import { parts, type MapPart } from './parts-shown';
import { buildStyle, withDrawing } from './style';

const colour = '#123456';
const colours = new Proxy({} as Palette, {
  get: (_, name) =>
    name === 'status' || name === 'onStatus'
      ? Object.fromEntries(statuses.map((key) => [key, colour]))
      : colour,
});
const bases: BaseMap[] = [
  { kind: 'ours' },
  { kind: 'none' },
  {
    kind: 'pictures',
    tiles: ['/a/{z}/{x}/{y}', '/b/{z}/{x}/{y}'],
    shifted: true,
    attribution: '',
    minzoom: 1,
    maxzoom: 18,
  },
  { kind: 'archive', url: 'pmtiles://a', layers: null, attribution: '' },
  {
    kind: 'archive',
    url: 'pmtiles://b',
    layers: ['landuse', 'water', 'waterway', 'roads', 'buildings', 'places', 'unheard'],
    attribution: '',
  },
];

const styleOver = (base: BaseMap, hidden: MapPart[] = []) =>
  buildStyle({
    colours,
    tiles: { bounds: [113, 33, 115, 34], minzoom: 0, maxzoom: 18 },
    origin: 'http://localhost',
    filter: showAll(20_000),
    target: { kind: 'compound', id: 1 },
    clusters: noClusters,
    ghost: null,
    base,
    hidden: new Set(hidden),
    bounds: [113, 33, 115, 34],
  });

it.each(bases)('the style over a base map is one that MapLibre takes: $kind', (base) => {
  expect(validateStyleMin(styleOver(base))).toEqual([]);
});

it('our tiles are shifted where the base map is, and nowhere else', () => {
  const addresses = bases.map((base) => JSON.stringify(styleOver(base).sources.work).includes('crs=gcj02'));
  expect(addresses).toEqual([false, false, true, false, false]);
});

it('what is being drawn outlives a change of the style', () => {
  const [before, after] = [styleOver({ kind: 'ours' }), styleOver({ kind: 'none' })];
  before.sources['td-point'] = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
  before.layers.push({ id: 'td-point', type: 'circle', source: 'td-point' });
  const next = withDrawing(before, after);
  expect(next.sources['td-point']).toBe(before.sources['td-point']);
  expect(next.layers.at(-1)?.id).toBe('td-point');
  expect(next.layers.some(({ id }) => id === 'building')).toBe(false);
});

it('each part can be left out, and the work stays', () => {
  const ids = (hidden: MapPart[]) => styleOver({ kind: 'ours' }, hidden).layers.map(({ id }) => id);
  const all = ids([]);
  for (const part of parts) expect(ids([part]).length).toBeLessThan(all.length);
  const marked = (hidden: MapPart[]) =>
    styleOver({ kind: 'ours' }, hidden).layers.some((layer) => JSON.stringify(layer).includes('mark:'));
  expect([marked([]), marked(['names']), marked(['signs'])]).toEqual([true, true, false]);
  const bare = ids([...parts]);
  for (const id of ['compound', 'back_street', 'painted_wall', 'berth', 'cluster'])
    expect(bare).toContain(id);
  expect(bare.some((id) => /^area-|-name$|-mark$|-hatch$/.test(id))).toBe(false);
});
