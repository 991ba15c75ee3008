import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { TileSet } from '../../shared/api/tiles';
import type { Bounds } from '../../shared/api/types';
import { areaLayers, baseLayers, source } from '../../shared/map/base-layers';
import { MapLibre } from '../../shared/map/maplibre';
import { readPalette, type Palette } from '../../shared/map/palette';
import type { GapStep } from './gap';

export type Shade = { id: number; step: GapStep | undefined; label: string };

const hatch = 'hatch';
const font = [
  'PingFang SC',
  'HarmonyOS Sans SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'WenQuanYi Micro Hei',
  'sans-serif',
];

/** The map of gaps: areas of one level coloured in five steps, the worst hatched too, with their figures. */
export class GapMap {
  readonly #gl: MapLibre;
  readonly #tiles: TileSet;
  #shades: readonly Shade[] = [];
  #chosen: number | undefined;
  #hovered: number | undefined;
  #loaded = false;

  constructor(options: {
    container: HTMLElement;
    tiles: TileSet;
    bounds: Bounds;
    label: string;
    onpick: (area: number) => void;
    onfailure: (error: unknown) => void;
  }) {
    this.#tiles = options.tiles;
    this.#gl = new MapLibre({
      container: options.container,
      style: this.#style(),
      bounds: options.bounds,
      fitBoundsOptions: { padding: this.#padding },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 120,
      maxZoom: 17,
    });
    const gl = this.#gl;
    gl.touchZoomRotate.disableRotation();
    gl.getCanvas().setAttribute('aria-label', options.label);
    gl.on('error', ({ error }) => options.onfailure(error));
    gl.setMissingStyleImageResolver(async (id) => {
      if (id === hatch) gl.addImage(hatch, drawHatch(readPalette()), { pixelRatio: 2 });
    });
    gl.once('style.load', () => {
      this.#loaded = true;
      this.#redraw();
    });
    gl.on('click', ({ point }) => {
      const area = this.#at(point);
      if (area !== undefined) options.onpick(area);
    });
    gl.on('mousemove', ({ point }) => this.#hover(this.#at(point)));
    gl.on('mouseout', () => this.#hover(undefined));
  }

  show(shades: readonly Shade[], chosen: number | undefined): void {
    this.#shades = shades;
    this.#chosen = chosen;
    this.#redraw();
  }

  fit(bounds: Bounds): void {
    this.#gl.fitBounds(bounds, { padding: this.#padding, duration: 600, maxZoom: 16 });
  }

  /** Reads the colours of the page again, after its theme changed. */
  recolour(): void {
    if (this.#gl.hasImage(hatch)) this.#gl.updateImage(hatch, drawHatch(readPalette()));
    this.#redraw();
  }

  /** Borders of areas changed: every tile is asked for again. */
  reload(): void {
    this.#gl.refreshTiles(source);
  }

  remove(): void {
    this.#gl.remove();
  }

  /** Legend and formula float over the map of a desk. */
  get #padding() {
    return innerWidth > 720 ? { top: 72, right: 24, bottom: 220, left: 24 } : 16;
  }

  #redraw(): void {
    if (!this.#loaded) return;
    this.#gl.setStyle(this.#style(), { diff: true, validate: false });
    for (const { id, step } of this.#shades)
      this.#gl.setFeatureState({ source, sourceLayer: 'area', id }, { step: step ?? -1 });
  }

  #style(): StyleSpecification {
    const colours = readPalette();
    return {
      version: 8,
      sources: {
        [source]: {
          type: 'vector',
          tiles: [`${location.origin}/tiles/{z}/{x}/{y}.mvt`],
          minzoom: this.#tiles.minzoom,
          maxzoom: this.#tiles.maxzoom,
          bounds: this.#tiles.bounds,
        },
      },
      layers: [
        ...baseLayers(colours),
        ...gapLayers(colours, this.#shades, this.#chosen),
        ...areaLayers(colours),
        ...nameLayers(colours, this.#shades, this.#chosen),
      ],
    };
  }

  #at({ x, y }: { x: number; y: number }): number | undefined {
    if (!this.#gl.getLayer('gap')) return undefined;
    const id = this.#gl.queryRenderedFeatures([x, y], { layers: ['gap'] })[0]?.id;
    return typeof id === 'number' ? id : undefined;
  }

  #hover(area: number | undefined): void {
    if (area === this.#hovered) return;
    const mark = (id: number, hover: boolean) =>
      this.#gl.setFeatureState({ source, sourceLayer: 'area', id }, { hover });
    if (this.#hovered !== undefined) mark(this.#hovered, false);
    if (area !== undefined) mark(area, true);
    this.#hovered = area;
    this.#gl.getCanvas().style.cursor = area === undefined ? '' : 'pointer';
  }
}

function among(ids: readonly number[]): ExpressionSpecification {
  return ['in', ['id'], ['literal', [...ids]]];
}

function gapLayers(
  colours: Palette,
  shades: readonly Shade[],
  chosen: number | undefined,
): LayerSpecification[] {
  const area = { source, 'source-layer': 'area' } as const;
  const worst = shades.filter(({ step }) => step === 4).map(({ id }) => id);
  const steps = colours.gap.flatMap((colour, step) => [step, colour] as const);
  return [
    {
      id: 'gap',
      type: 'fill',
      ...area,
      filter: among(shades.map(({ id }) => id)),
      paint: {
        'fill-color': [
          'match',
          ['coalesce', ['feature-state', 'step'], -1],
          ...steps,
          colours.block,
        ] as unknown as ExpressionSpecification,
        'fill-opacity': ['case', ['boolean', ['feature-state', 'hover'], false], 0.96, 0.82],
      },
    },
    { id: 'gap-worst', type: 'fill', ...area, filter: among(worst), paint: { 'fill-pattern': hatch } },
    {
      id: 'gap-edge',
      type: 'line',
      ...area,
      filter: among(shades.map(({ id }) => id)),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.surface, 'line-width': 1.2 },
    },
    {
      id: 'gap-chosen',
      type: 'line',
      ...area,
      filter: among(chosen === undefined ? [] : [chosen]),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.ink, 'line-width': 2.4 },
    },
  ];
}

/** Each area says its name and its figures; the label of an area is one point, so it is said once. */
function nameLayers(
  colours: Palette,
  shades: readonly Shade[],
  chosen: number | undefined,
): LayerSpecification[] {
  if (shades.length === 0) return [];
  const texts = shades.flatMap(({ id, label }) => [id, label] as const);
  return [
    {
      id: 'gap-name',
      type: 'symbol',
      source,
      'source-layer': 'label',
      filter: ['all', ['==', ['get', 'kind'], 'area'], among(shades.map(({ id }) => id))],
      layout: {
        'text-field': ['match', ['id'], ...texts, ['get', 'name']] as unknown as ExpressionSpecification,
        'text-font': font,
        'text-size': 13,
        'text-max-width': 12,
        'text-padding': 4,
        'symbol-sort-key': ['case', ['==', ['id'], chosen ?? -1], 0, 1],
      },
      paint: { 'text-color': colours.ink, 'text-halo-color': colours.surface, 'text-halo-width': 1.6 },
    },
  ];
}

/** Thin slanting lines over the worst class: told apart without colour. 16 × 16 at two pixels per point. */
function drawHatch(colours: Palette): ImageData {
  const side = 16;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no 2D canvas to draw the hatch on');
  pen.strokeStyle = colours.ink;
  pen.globalAlpha = 0.28;
  pen.lineWidth = 1.6;
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift - 2, side + 2);
    pen.lineTo(shift + side + 2, -2);
  }
  pen.stroke();
  return pen.getImageData(0, 0, side, side);
}
