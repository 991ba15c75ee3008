import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { KindKey } from '../domain/kind';
import { statuses } from '../domain/status';
import { source } from './base-layers';
import { tileFilter, type MapFilter } from './filter';
import { hatched, hatchName } from './marks';
import type { Palette } from './palette';

export type Target = { kind: KindKey; id: number };

/** Shape says kind, colour says status. Layers whose features can be clicked, topmost first. */
export const clickable = [
  'berth-point',
  'berth',
  'back_street',
  'painted_wall',
  'collapsed',
  'compound',
] as const;

/** The newest status known: from the stream at once, from the tile when it has been fetched again. */
const status: ExpressionSpecification = ['coalesce', ['feature-state', 'status'], ['get', 'status']];
const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false];

export function statusColour(colours: Palette): ExpressionSpecification {
  const pairs = statuses.flatMap((name) => [name, colours.status[name]] as const);
  return ['match', status, ...pairs, colours.status.unsurveyed] as unknown as ExpressionSpecification;
}

/** A line that is `px` wide from zoom 15 to 17, thinner from afar, thicker when near; wider under the pointer. */
function width(px: number, under = 0): ExpressionSpecification {
  const at = (share: number) => (under ? ['case', hovered, (px + under) * share, px * share] : px * share);
  const stops = [11, at(0.35), 13.5, at(0.7), 15, at(1), 17, at(1), 20, at(2)];
  return ['interpolate', ['exponential', 1.4], ['zoom'], ...stops] as unknown as ExpressionSpecification;
}

export function workLayers(colours: Palette, filter: MapFilter): LayerSpecification[] {
  const colour = statusColour(colours);
  const of = (kind: KindKey, more?: FilterSpecification): FilterSpecification =>
    more
      ? (['all', tileFilter(kind, filter), more] as unknown as FilterSpecification)
      : tileFilter(kind, filter);
  const layer = (kind: KindKey) => ({ source, 'source-layer': kind }) as const;
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    {
      id: 'compound',
      type: 'fill',
      ...layer('compound'),
      filter: of('compound', ['==', ['geometry-type'], 'Polygon']),
      paint: { 'fill-color': colour, 'fill-opacity': ['case', hovered, 0.36, 0.22] },
    },
    {
      id: 'compound-hatch',
      type: 'fill',
      ...layer('compound'),
      filter: of('compound', ['in', ['get', 'status'], ['literal', hatched]]),
      minzoom: 14.5,
      paint: {
        'fill-pattern': [
          'match',
          ['get', 'status'],
          ...hatched.flatMap((name) => [name, hatchName(name)]),
          '',
        ] as unknown as ExpressionSpecification,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14.5, 0, 15.2, 0.4],
      },
    },
    {
      id: 'compound-line',
      type: 'line',
      ...layer('compound'),
      filter: of('compound', ['==', ['geometry-type'], 'Polygon']),
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colour,
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          10,
          0.2,
          13,
          ['case', hovered, 2, 0.9],
          15,
          ['case', hovered, 3, 1.6],
        ],
      },
    },
    {
      id: 'wall-case',
      type: 'line',
      ...layer('painted_wall'),
      filter: of('painted_wall'),
      minzoom: 14,
      paint: { 'line-color': colours.halo, 'line-width': width(5.2) },
    },
    {
      id: 'painted_wall',
      type: 'line',
      ...layer('painted_wall'),
      filter: of('painted_wall'),
      minzoom: 14,
      paint: {
        'line-color': colour,
        'line-width': width(3.2, 1.6),
        'line-dasharray': [1.1, 0.56],
      },
    },
    {
      id: 'street-case',
      type: 'line',
      ...layer('back_street'),
      filter: of('back_street'),
      minzoom: 11,
      layout: round,
      paint: { 'line-color': colours.label, 'line-opacity': 0.55, 'line-width': width(6, 2) },
    },
    {
      id: 'street-paper',
      type: 'line',
      ...layer('back_street'),
      filter: of('back_street'),
      minzoom: 11,
      layout: round,
      paint: { 'line-color': colours.halo, 'line-width': width(5.2, 1.2) },
    },
    {
      id: 'back_street',
      type: 'line',
      ...layer('back_street'),
      filter: of('back_street'),
      minzoom: 11,
      layout: round,
      paint: { 'line-color': colour, 'line-width': width(4) },
    },
    {
      id: 'berth',
      type: 'fill',
      ...layer('berth'),
      filter: of('berth', ['==', ['geometry-type'], 'Polygon']),
      minzoom: 16,
      paint: {
        'fill-color': colour,
        'fill-opacity': ['case', hovered, 1, 0.88],
        'fill-outline-color': colours.halo,
      },
    },
    {
      id: 'berth-gap',
      type: 'line',
      ...layer('berth'),
      filter: of('berth', ['==', ['geometry-type'], 'Polygon']),
      minzoom: 16.5,
      paint: {
        'line-color': ['case', hovered, colours.ink, colours.halo],
        'line-width': ['interpolate', ['linear'], ['zoom'], 16.5, 0.2, 18, 1, 20, 2.4],
      },
    },
    {
      id: 'berth-point',
      type: 'circle',
      ...layer('berth'),
      filter: of('berth', ['==', ['geometry-type'], 'Point']),
      minzoom: 14,
      paint: {
        'circle-color': colour,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 0.9, 16, 1.8, 18, 4],
        'circle-stroke-color': colours.halo,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 16, 0, 18, 1],
      },
    },
    {
      // Too small for its own shape at this zoom: a dot rather than nothing.
      id: 'collapsed',
      type: 'circle',
      ...layer('compound'),
      filter: of('compound', ['==', ['geometry-type'], 'Point']),
      paint: {
        'circle-color': colour,
        'circle-radius': 2.4,
        'circle-stroke-color': colours.halo,
        'circle-stroke-width': 1,
      },
    },
  ];
}

/** Another version of what is being drawn. */
export function ghostLayer(colours: Palette): LayerSpecification {
  return {
    id: 'ghost',
    type: 'line',
    source: 'ghost',
    paint: { 'line-color': colours.focus, 'line-width': 3, 'line-dasharray': [2, 1.4] },
  };
}

/** The chosen feature: ink, paper, status, above everything else. */
export function selectionLayers(colours: Palette, target: Target | null): LayerSpecification[] {
  const colour = statusColour(colours);
  if (!target) return [];
  const chosen: FilterSpecification = ['==', ['id'], target.id];
  const base = { source, 'source-layer': target.kind, filter: chosen } as const;
  const band = (id: string, px: number, line: ExpressionSpecification | string): LayerSpecification => ({
    id,
    type: 'line',
    ...base,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': line, 'line-width': px },
  });
  const thin = target.kind === 'compound' || target.kind === 'berth';
  return [
    band('chosen-ink', thin ? 7 : 11, colours.ink),
    band('chosen-paper', thin ? 4.5 : 8, colours.surface),
    band('chosen-status', thin ? 2.4 : 5, colour),
    {
      id: 'chosen-point',
      type: 'circle',
      ...base,
      filter: ['all', chosen, ['==', ['geometry-type'], 'Point']],
      paint: {
        'circle-radius': 6,
        'circle-color': colour,
        'circle-stroke-width': 2.5,
        'circle-stroke-color': colours.ink,
      },
    },
  ];
}
