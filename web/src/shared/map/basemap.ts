import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { baseLayers } from './base-layers';
import type { Palette } from './palette';
import { foreignLayers } from './foreign-layers';

/** What lies under the work. */
export type BaseMap =
  | { kind: 'ours' }
  | { kind: 'none' }
  | {
      kind: 'pictures';
      /** Addresses with {z}, {x} and {y}, the lowest layer first. */
      tiles: readonly string[];
      shifted: boolean;
      attribution: string;
      minzoom: number;
      maxzoom: number;
    }
  | {
      kind: 'archive';
      /** An address of the pmtiles protocol. */
      url: string;
      /** Layers of vector tiles; null where the tiles are pictures. */
      layers: readonly string[] | null;
      attribution: string;
    };

export const ours: BaseMap = { kind: 'ours' };

/** Whether the base map lies in GCJ-02, and ours has to be shifted to fit. */
export function isShifted(base: BaseMap): boolean {
  return base.kind === 'pictures' && base.shifted;
}

export function attributionOf(base: BaseMap): string {
  return 'attribution' in base ? base.attribution : '';
}

type Ground = { sources: Record<string, SourceSpecification>; layers: LayerSpecification[] };

/** Sources of other base maps are named so. */
export const baseSource = 'base';
/** Strange colours must not outshine the work. */
const muted = { 'raster-saturation': -0.45, 'raster-opacity': 0.85, 'raster-fade-duration': 120 } as const;

/** The lowest layers of the picture, and where they come from. */
export function ground(base: BaseMap, colours: Palette, origin: string): Ground {
  const land = baseLayers(colours).slice(0, 1);
  if (base.kind === 'ours') return { sources: {}, layers: baseLayers(colours) };
  if (base.kind === 'none') return { sources: {}, layers: land };
  if (base.kind === 'pictures') {
    const sources = base.tiles.map((path, i): [string, SourceSpecification] => [
      `${baseSource}-${i}`,
      {
        type: 'raster',
        tiles: [origin + path],
        tileSize: 256,
        minzoom: base.minzoom,
        maxzoom: base.maxzoom,
      },
    ]);
    const layers = sources.map(([id]): LayerSpecification => ({
      id,
      type: 'raster',
      source: id,
      paint: muted,
    }));
    return { sources: Object.fromEntries(sources), layers: [...land, ...layers] };
  }
  if (base.layers) {
    return {
      sources: { [baseSource]: { type: 'vector', url: base.url } },
      layers: [...land, ...foreignLayers(colours, base.layers, baseSource)],
    };
  }
  return {
    sources: { [baseSource]: { type: 'raster', url: base.url, tileSize: 256 } },
    layers: [...land, { id: baseSource, type: 'raster', source: baseSource, paint: muted }],
  };
}
