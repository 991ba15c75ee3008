import type { StyleSpecification } from 'maplibre-gl';
import type { TileSet } from '../api/tiles';
import { areaLayers, baseLayers, source } from './base-layers';
import type { Clusters } from './clusters';
import type { MapFilter } from './filter';
import { clusterLayer, labelLayers } from './label-layers';
import type { Palette } from './palette';
import { selectionLayers, workLayers, type Target } from './work-layers';

export type StyleState = {
  colours: Palette;
  tiles: TileSet;
  origin: string;
  filter: MapFilter;
  target: Target | null;
  clusters: Clusters;
};

/** The whole picture as a function of what is to be seen; MapLibre applies the difference to the last one. */
export function buildStyle({
  colours,
  tiles,
  origin,
  filter,
  target,
  clusters,
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
    },
    layers: [
      ...baseLayers(colours),
      ...areaLayers(colours),
      ...workLayers(colours, filter),
      ...selectionLayers(colours, target),
      ...labelLayers(colours, filter),
      clusterLayer(colours),
    ],
  };
}
