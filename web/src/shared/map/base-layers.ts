import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from './palette';

export const source = 'work';

/** Widths in pixels by class of road at zooms 8, 12, 16 and 19; the last is of every other class. */
const roadWidths: [name: string, widths: [number, number, number, number]][] = [
  ['primary', [1, 3, 13, 44]],
  ['secondary', [0.7, 2.2, 9.5, 34]],
  ['tertiary', [0.4, 1.4, 6.5, 24]],
  ['residential', [0.2, 0.9, 4.6, 18]],
  ['alley', [0.1, 0.5, 3.4, 13]],
];

function roadWidth(extra: number): ExpressionSpecification {
  const at = (stop: 0 | 1 | 2 | 3) => byClass((i) => (roadWidths[i]?.[1][stop] ?? 0) + extra);
  return ['interpolate', ['exponential', 1.6], ['zoom'], 8, at(0), 12, at(1), 16, at(2), 19, at(3)];
}

/** A number by the place of the road's class in roadWidths. */
function byClass(value: (i: number) => number): ExpressionSpecification {
  const pairs = roadWidths.flatMap(([name], i) => [name, value(i)]);
  return [
    'match',
    ['get', 'class'],
    ...pairs,
    value(roadWidths.length - 1),
  ] as unknown as ExpressionSpecification;
}

/** Land, blocks, green, water, roads, buildings: two greys, one green, one blue, white roads. */
export function baseLayers(colours: Palette): LayerSpecification[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': colours.land } },
    {
      id: 'block',
      type: 'fill',
      source,
      'source-layer': 'context_block',
      paint: { 'fill-color': ['match', ['get', 'class'], 'school', colours.school, colours.block] },
    },
    {
      id: 'green',
      type: 'fill',
      source,
      'source-layer': 'context_green',
      paint: {
        'fill-color': colours.green,
        // From afar fields are most of a district; they must not outshine the work.
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 11, 0.4, 14.5, 1],
      },
    },
    {
      id: 'water',
      type: 'fill',
      source,
      'source-layer': 'context_water',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colours.water },
    },
    {
      id: 'brook',
      type: 'line',
      source,
      'source-layer': 'context_water',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colours.water,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 9, 0.6, 16, 8],
      },
    },
    {
      id: 'road-case',
      type: 'line',
      source,
      'source-layer': 'context_road',
      minzoom: 11,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.roadCase, 'line-width': roadWidth(1.6) },
    },
    {
      id: 'road',
      type: 'line',
      source,
      'source-layer': 'context_road',
      layout: {
        'line-cap': 'round',
        'line-join': 'round',
        'line-sort-key': byClass((i) => -i),
      },
      paint: { 'line-color': colours.road, 'line-width': roadWidth(0) },
    },
    {
      id: 'building',
      type: 'fill',
      source,
      'source-layer': 'context_building',
      minzoom: 14,
      paint: {
        'fill-color': colours.building,
        'fill-outline-color': colours.buildingLine,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0, 14.6, 1],
      },
    },
  ];
}

/** Boundaries of areas: the higher the level, the stronger the line. */
export function areaLayers(colours: Palette): LayerSpecification[] {
  const line = (level: string, width: number, opacity: number, dash?: number[]): LayerSpecification => ({
    id: `area-${level}`,
    type: 'line',
    source,
    'source-layer': 'area',
    filter: ['==', ['get', 'level'], level],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': colours.label,
      'line-width': width,
      'line-opacity': opacity,
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  });
  return [line('community', 0.8, 0.35, [4, 3]), line('street', 1.2, 0.5, [6, 3]), line('district', 2, 0.7)];
}
