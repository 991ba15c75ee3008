import type { StyleSpecification } from 'maplibre-gl';
import type { TileSet } from '../api/tiles';
import { areaLayers, baseLayers, source } from './base-layers';
import type { Clusters } from './clusters';
import type { MapFilter } from './filter';
import { clusterLayer, labelLayers } from './label-layers';
import type { Palette } from './palette';
import { ghostLayer, selectionLayers, workLayers, type Target } from './work-layers';

export type StyleState = {
  colours: Palette;
  tiles: TileSet;
  origin: string;
  filter: MapFilter;
  target: Target | null;
  clusters: Clusters;
  /** What somebody else made of the geometry in hand: dashed. */
  ghost: GeoJSON.Geometry | null;
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
}: StyleState): StyleSpecification {
  return {
    version: 8,
    sources: {
      [source]: {
        type: 'vector',
        tiles: [`${origin}/tiles/{z}/{x}/{y}.mvt`],
        minzoom: tiles.minzoom,
        maxzoom: tiles.maxzoom,
        bounds: tiles.bounds,
      },
      clusters: { type: 'geojson', data: clusters },
      ghost: { type: 'geojson', data: ghost ?? { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      ...baseLayers(colours),
      ...areaLayers(colours),
      ...workLayers(colours, filter),
      ...selectionLayers(colours, target),
      ...labelLayers(colours, filter, target),
      clusterLayer(colours),
      ghostLayer(colours),
    ],
  };
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
