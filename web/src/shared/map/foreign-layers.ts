import type { LayerSpecification } from 'maplibre-gl';
import { font } from './label-layers';
import type { Palette } from './palette';

/** What layers of vector archives are called by those who make them: Protomaps, OpenMapTiles, Shortbread. */
const known: Record<'green' | 'water' | 'waterway' | 'building' | 'road' | 'place', readonly string[]> = {
  green: ['landcover', 'landuse', 'natural', 'park', 'land'],
  water: ['water', 'ocean', 'water_polygons'],
  waterway: ['waterway', 'water_lines'],
  building: ['buildings', 'building'],
  road: ['roads', 'transportation', 'streets'],
  place: ['places', 'place', 'place_labels'],
};

/** Draws a foreign vector map in our colours, as far as its layers have names that we know. */
export function foreignLayers(
  colours: Palette,
  names: readonly string[],
  source: string,
): LayerSpecification[] {
  const of = (what: keyof typeof known, draw: (id: string) => Partial<LayerSpecification>) =>
    known[what]
      .filter((name) => names.includes(name))
      .map(
        (name) =>
          ({ id: `${source}-${name}`, source, 'source-layer': name, ...draw(name) }) as LayerSpecification,
      );
  return [
    ...of('green', () => ({
      type: 'fill',
      paint: { 'fill-color': colours.green, 'fill-opacity': 0.6 },
    })),
    ...of('water', () => ({
      type: 'fill',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colours.water },
    })),
    ...of('waterway', () => ({ type: 'line', paint: { 'line-color': colours.water, 'line-width': 1.4 } })),
    ...of('road', () => ({
      type: 'line',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colours.road,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 8, 0.5, 14, 2.4, 18, 14],
      },
    })),
    ...of('building', () => ({
      type: 'fill',
      minzoom: 13,
      paint: { 'fill-color': colours.building, 'fill-outline-color': colours.buildingLine },
    })),
    ...of('place', () => ({
      type: 'symbol',
      layout: {
        'text-field': ['coalesce', ['get', 'name:zh'], ['get', 'name']],
        'text-font': font,
        'text-size': 12,
      },
      paint: { 'text-color': colours.label, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 },
    })),
  ];
}
