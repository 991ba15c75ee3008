// The only module that imports terra-draw: one lazy chunk, loaded when somebody first draws.
import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  type HexColor,
  type TerraDrawMouseEvent,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { assembled, decimals, partsOf, type Part } from './parts';
import { linesOf, snapped, snapPx } from './snap';
import type { WorkMap } from './work-map';
import type { Target } from './work-layers';

export { measured } from './geodesy';
export type { Measured } from './geodesy';

export type Shape = 'polygon' | 'linestring' | 'point';
export type Sketched = {
  geometry: GeoJSON.Geometry | null;
  /** The last corner is set; what follows are corrections. */
  finished: boolean;
  /** It was corrected. */
  moved: boolean;
  undoable: boolean;
};

/** Layers whose corners and edges draw the pointer to them. */
const snapLayers = ['compound', 'back_street', 'painted_wall', 'berth'];

/** Draws one geometry on the map, or alters one, and tells of each change. It owns the map's pointer while it lives. */
export class Sketch {
  readonly #draw: TerraDraw;
  #parts: { id: string | number; holes: Part['holes'] }[] = [];
  #shape: Shape | null = null;
  #finished = false;
  #own: Target | null = null;
  #settled: GeoJSON.Geometry | null = null;
  #past: GeoJSON.Geometry[] = [];

  constructor(
    private readonly map: WorkMap,
    private readonly listener: (now: Sketched) => void,
  ) {
    map.hold(true);
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map: map.gl, coordinatePrecision: decimals }),
      modes: this.#modes(),
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    });
    this.#draw.start();
    this.#draw.on('change', () => this.#tell());
    this.#draw.on('finish', (id, { action }) => {
      if (action === 'draw') queueMicrotask(() => this.#finish(id));
      else this.#settle();
    });
  }

  /** Starts a new geometry. */
  begin(shape: Shape): void {
    this.#draw.clear();
    this.#parts = [];
    this.#finished = false;
    this.#own = null;
    this.#past = [];
    this.#shape = shape;
    this.#draw.setMode(shape);
    this.#tell();
  }

  /** Gives the corners of a feature's geometry to the pointer; it does not cling to the feature itself. */
  edit(geometry: GeoJSON.Geometry, own: Target): void {
    this.#draw.clear();
    this.#own = own;
    this.#past = [];
    this.#shape = null;
    this.#finished = true;
    this.#parts = partsOf(geometry).map(({ geometry: part, holes }) => {
      const id = this.#draw.getFeatureId();
      const mode = part.type.toLowerCase();
      this.#draw.addFeatures([{ type: 'Feature', id, geometry: part, properties: { mode } }]);
      return { id, holes };
    });
    this.#settled = this.#geometry;
    const [first] = this.#parts;
    if (first) this.#draw.selectFeature(first.id);
    this.#tell();
  }

  /** Takes the last corner or change back. */
  undo(): void {
    const before = this.#past.pop();
    if (!this.#finished) this.#draw.undo();
    else if (before) this.#restore(before);
    else if (this.#shape) this.begin(this.#shape);
    this.#tell();
  }

  end(): void {
    this.#draw.stop();
    this.map.hold(false);
  }

  #finish(id: string | number): void {
    if (!this.#draw.enabled) return;
    this.#parts = [{ id, holes: [] }];
    this.#finished = true;
    this.#settled = this.#geometry;
    this.#draw.selectFeature(id);
    this.#tell();
  }

  /** A corner was let go: what was before it can be brought back. */
  #settle(): void {
    if (this.#settled) this.#past.push(this.#settled);
    this.#settled = this.#geometry;
    this.#tell();
  }

  #restore(geometry: GeoJSON.Geometry): void {
    partsOf(geometry).forEach(({ geometry: part }, i) => {
      const id = this.#parts[i]?.id;
      if (id !== undefined) this.#draw.updateFeatureGeometry(id, part);
    });
    this.#settled = geometry;
  }

  get #geometry(): GeoJSON.Geometry | null {
    const known = this.#finished
      ? this.#parts
      : this.#draw
          .getSnapshot()
          .filter(({ geometry, properties }) => isShape(geometry.type, properties.mode))
          .slice(0, 1)
          .map(({ id }) => ({ id: id ?? '', holes: [] }));
    const parts = known.flatMap(({ id, holes }) => {
      const feature = this.#draw.getSnapshotFeature(id);
      return feature ? [{ geometry: feature.geometry as Part['geometry'], holes }] : [];
    });
    return this.map.onGround(assembled(parts));
  }

  #tell(): void {
    if (!this.#draw.enabled) return;
    this.listener({
      geometry: this.#geometry,
      finished: this.#finished,
      moved: this.#past.length > 0,
      undoable: this.#finished ? this.#past.length > 0 || this.#shape !== null : this.#draw.canUndo(),
    });
  }

  #modes() {
    const { ink, surface } = this.map.colours as { ink: HexColor; surface: HexColor };
    const point = (name: string, width: number) => ({
      [`${name}Color`]: surface,
      [`${name}Width`]: width,
      [`${name}OutlineColor`]: ink,
      [`${name}OutlineWidth`]: 2,
    });
    const outline = { fillColor: ink, fillOpacity: 0.12, outlineColor: ink, outlineWidth: 2.4 };
    const line = { lineStringColor: ink, lineStringWidth: 3.2 };
    const snapping = { toCustom: (event: TerraDrawMouseEvent) => this.#snap(event) };
    const handles = { midpoints: true, draggable: true, deletable: true, snappable: snapping };
    return [
      new TerraDrawPolygonMode({
        snapping,
        showCoordinatePoints: true,
        styles: {
          ...outline,
          ...point('closingPoint', 6),
          ...point('coordinatePoint', 4),
          ...point('snappingPoint', 5),
        },
      }),
      new TerraDrawLineStringMode({
        snapping,
        showCoordinatePoints: true,
        styles: {
          ...line,
          ...point('closingPoint', 6),
          ...point('coordinatePoint', 4),
          ...point('snappingPoint', 5),
        },
      }),
      new TerraDrawPointMode({ styles: point('point', 7) }),
      new TerraDrawSelectMode({
        allowManualDeselection: false,
        // Escape belongs to the panel; Delete without a corner must not take the whole.
        keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
        flags: {
          polygon: { feature: { draggable: false, selfIntersectable: true, coordinates: handles } },
          linestring: { feature: { draggable: false, coordinates: handles } },
          point: { feature: { draggable: true } },
        },
        styles: {
          selectedPolygonColor: ink,
          selectedPolygonFillOpacity: 0.12,
          selectedPolygonOutlineColor: ink,
          selectedPolygonOutlineWidth: 2.4,
          selectedLineStringColor: ink,
          selectedLineStringWidth: 3.2,
          ...point('selectedPoint', 8),
          ...point('selectionPoint', 6),
          ...point('midPoint', 3),
        },
      }),
    ];
  }

  #snap({ containerX: x, containerY: y }: TerraDrawMouseEvent): [number, number] | undefined {
    const { gl } = this.map;
    const around = gl.queryRenderedFeatures(
      [
        [x - snapPx, y - snapPx],
        [x + snapPx, y + snapPx],
      ],
      { layers: snapLayers.filter((id) => gl.getLayer(id)) },
    );
    const own = (feature: (typeof around)[number]) =>
      feature.id === this.#own?.id && feature.sourceLayer === this.#own?.kind;
    const lines = around
      .filter((feature) => !own(feature))
      .flatMap(({ geometry }) =>
        linesOf(geometry).map((line) => line.map(([lon = 0, lat = 0]) => gl.project([lon, lat]))),
      );
    const place = snapped({ x, y }, lines);
    if (!place) return undefined;
    const { lng, lat } = gl.unproject([place.x, place.y]);
    return [Number(lng.toFixed(decimals)), Number(lat.toFixed(decimals))];
  }
}

function isShape(type: string, mode: unknown): boolean {
  return type.toLowerCase() === mode;
}
