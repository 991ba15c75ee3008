import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from 'maplibre-gl';
import { source } from './base-layers';
import { tileFilter, type MapFilter } from './filter';
import { statuses } from '../domain/status';
import type { KindKey } from '../domain/kind';
import { markName } from './marks';
import type { Palette } from './palette';
import type { Target } from './work-layers';

// Without a `glyphs` address MapLibre draws text with the device's own fonts: no font server, Chinese and Latin alike.
export const font = [
  'PingFang SC',
  'HarmonyOS Sans SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'WenQuanYi Micro Hei',
  'sans-serif',
];

/** Layout knows tiles only, not what the stream said last: a sign follows the colour when its tile has come again. */
const mark = [
  'match',
  ['get', 'status'],
  ...statuses.flatMap((name) => [name, markName(name)]),
  '',
] as unknown as ExpressionSpecification;

/** Labels of the kind that belong to what is shown; the chosen one has a flag instead. */
function labelled(kind: KindKey, filter: MapFilter, target: Target | null): FilterSpecification {
  const shown = filter.kinds.has(kind) ? [...filter.statuses] : [];
  return [
    'all',
    ['==', ['get', 'kind'], kind],
    ['in', ['get', 'status'], ['literal', shown]],
    ['!=', ['id'], target?.kind === kind ? target.id : 0],
  ] as unknown as FilterSpecification;
}

export function labelLayers(
  colours: Palette,
  filter: MapFilter,
  target: Target | null,
  own: boolean,
): LayerSpecification[] {
  const paint = (colour = colours.label) => ({
    'text-color': colour,
    'text-halo-color': colours.halo,
    'text-halo-width': 1.5,
  });
  const text = (size: DataDrivenPropertyValueSpecification<number>, more: object = {}) => ({
    'text-field': ['get', 'name'] as ['get', string],
    'text-font': font,
    'text-size': size,
    ...more,
  });
  const along = {
    'symbol-placement': 'line',
    'symbol-spacing': 320,
    'text-max-angle': 30,
    'text-padding': 8,
  };
  const marks = (kind: KindKey, minzoom: number, layout: object): LayerSpecification => ({
    id: `${kind}-mark`,
    type: 'symbol',
    source,
    'source-layer': kind,
    minzoom,
    filter: tileFilter(kind, filter),
    layout: { 'icon-image': mark, 'icon-rotation-alignment': 'viewport', ...layout },
  });
  const names: LayerSpecification[] = [
    {
      id: 'road-name',
      type: 'symbol',
      source,
      'source-layer': 'context_road',
      minzoom: 13,
      filter: ['has', 'name'],
      layout: text(12, along),
      paint: paint(),
    },
    {
      id: 'water-name',
      type: 'symbol',
      source,
      'source-layer': 'context_water',
      minzoom: 12,
      filter: ['has', 'name'],
      // A river has a label in each tile: room around it lets one of a neighbourhood win.
      layout: text(14, { 'symbol-placement': 'point', 'text-letter-spacing': 0.15, 'text-padding': 90 }),
      paint: { ...paint(colours.waterText), 'text-halo-width': 0 },
    },
    {
      id: 'place-name',
      type: 'symbol',
      source,
      'source-layer': 'context_place',
      filter: ['has', 'name'],
      layout: text(12),
      paint: paint(),
    },
  ];
  const layers: LayerSpecification[] = [
    {
      id: 'street-name',
      type: 'symbol',
      source,
      'source-layer': 'back_street',
      minzoom: 14.5,
      filter: tileFilter('back_street', filter),
      layout: text(12, { ...along, 'text-offset': [0, 1.4] }),
      paint: paint(colours.ink),
    },
    {
      id: 'compound-mark',
      type: 'symbol',
      source,
      'source-layer': 'label',
      minzoom: 15,
      filter: labelled('compound', filter, target),
      layout: { 'icon-image': mark, 'icon-anchor': 'bottom', 'icon-offset': [0, -2] },
    },
    {
      id: 'compound-name',
      type: 'symbol',
      source,
      'source-layer': 'label',
      minzoom: 15,
      filter: labelled('compound', filter, target),
      layout: text(12, { 'text-max-width': 8, 'text-anchor': 'top' }),
      paint: paint(colours.ink),
    },
    // A street's sign lies on its own line and its name beside it: neither has to give way.
    marks('back_street', 16, {
      'symbol-placement': 'line-center',
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    }),
    marks('painted_wall', 17.5, { 'symbol-placement': 'line-center' }),
    marks('berth', 18.8, { 'icon-size': 0.72, 'icon-padding': 0 }),
    {
      id: 'area-name',
      type: 'symbol',
      source,
      'source-layer': 'label',
      maxzoom: 14,
      // A district has a hundred communities and more: from afar only its streets and towns are named.
      filter: [
        'any',
        ['==', ['get', 'level'], 'street'],
        ['all', ['==', ['get', 'level'], 'community'], ['>=', ['zoom'], 12]],
      ],
      layout: {
        ...text(['match', ['get', 'level'], 'street', 14, 12] as never),
        'symbol-sort-key': ['match', ['get', 'level'], 'street', 0, 1],
      },
      paint: paint(),
    },
  ];
  // Another base map has names of its own.
  return own ? [...names, ...layers] : layers;
}

/** Sums of what is too small to draw from afar: a ring of groups with the count in it. */
export function clusterLayer(colours: Palette): LayerSpecification {
  return {
    id: 'cluster',
    type: 'symbol',
    source: 'clusters',
    maxzoom: 16, // beyond 14 only where a tile is too crowded to show each
    layout: {
      'icon-image': ['get', 'ring'],
      'icon-size': ['get', 'scale'],
      'icon-allow-overlap': true,
      'text-field': ['get', 'text'],
      'text-font': font,
      'text-size': 12,
      'text-allow-overlap': true,
      'symbol-sort-key': ['get', 'count'],
    },
    paint: { 'text-color': colours.ink },
  };
}
