import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { TileSet } from '../api/tiles';
import type { Bounds } from '../api/types';
import { areaLayers, source } from './base-layers';
import { ground, isShifted, type BaseMap } from './basemap';
import type { Clusters } from './clusters';
import type { MapFilter } from './filter';
import { clusterLayer, labelLayers } from './label-layers';
import type { Palette } from './palette';
import type { MapPart } from './parts-shown';
import { ghostLayer, selectionLayers, workLayers, type Target } from './work-layers';

const partOf = ({ id }: LayerSpecification): MapPart | undefined => {
  if (/^area-(?!name)/.test(id)) return 'areas';
  if (/-(mark|hatch)$/.test(id)) return 'signs';
  return id.endsWith('-name') ? 'names' : undefined;
};

export type StyleState = {
  colours: Palette;
  tiles: TileSet;
  origin: string;
  filter: MapFilter;
  target: Target | null;
  clusters: Clusters;
  /** What somebody else made of the geometry in hand: dashed. */
  ghost: GeoJSON.Geometry | null;
  base: BaseMap;
  hidden: ReadonlySet<MapPart>;
  /** Bounds of the tiles where the base map has them. */
  bounds: Bounds;
};

/** The whole picture as a function of what is to be seen; MapLibre applies the difference to the last one. */
export function buildStyle({
  colours,
  tiles,
  origin,
  filter,
  target,
  clusters,
  ghost,
  base,
  hidden,
  bounds,
}: StyleState): StyleSpecification {
  const below = ground(base, colours, origin);
  return {
    version: 8,
    sources: {
      ...below.sources,
      [source]: {
        type: 'vector',
        tiles: [`${origin}/tiles/{z}/{x}/{y}.mvt${isShifted(base) ? '?crs=gcj02' : ''}`],
        minzoom: tiles.minzoom,
        maxzoom: tiles.maxzoom,
        bounds,
      },
      clusters: { type: 'geojson', data: clusters },
      ghost: { type: 'geojson', data: ghost ?? { type: 'FeatureCollection', features: [] } },
    },
    layers: shownOf(hidden, [
      ...below.layers,
      ...areaLayers(colours),
      ...workLayers(colours, filter),
      ...selectionLayers(colours, target),
      ...labelLayers(colours, filter, target, base.kind === 'ours'),
      clusterLayer(colours),
      ghostLayer(colours),
    ]),
  };
}

function shownOf(hidden: ReadonlySet<MapPart>, layers: LayerSpecification[]): LayerSpecification[] {
  return layers.filter((layer) => {
    const part = partOf(layer);
    return !part || !hidden.has(part);
  });
}

/** Layers and sources of the drawing tool, which live beside ours. */
const drawn = /^td-/;

/** The next style with what the drawing tool has put upon the present one. */
export function withDrawing(
  present: StyleSpecification | undefined,
  next: StyleSpecification,
): StyleSpecification {
  if (!present) return next;
  const sources = Object.entries(present.sources).filter(([id]) => drawn.test(id));
  if (sources.length === 0) return next;
  return {
    ...next,
    sources: { ...next.sources, ...Object.fromEntries(sources) },
    layers: [...next.layers, ...present.layers.filter(({ id }) => drawn.test(id))],
  };
}
