import type { Change } from '../api/stream';
import type { TileSet } from '../api/tiles';
import type { Bounds, LonLat } from '../api/types';
import { isKind } from '../domain/kind';
import { isStatus, type Group, type Status } from '../domain/status';
import { source } from './base-layers';
import { baseSource, isShifted, ours, type BaseMap } from './basemap';
import { gather, noClusters, type Cell, type Clusters } from './clusters';
import type { MapFilter } from './filter';
import { boundsFromWgs84, boundsToWgs84, fromWgs84, toWgs84 } from './gcj02';
import { LiveTiles } from './live-tiles';
import { drawPicture, pixelRatio } from './marks';
import { MapLibre, Marker, type MapGeoJSONFeature } from './maplibre';
import { readPalette, type Palette } from './palette';
import type { MapPart } from './parts-shown';
import { buildStyle, withDrawing } from './style';
import { clickable, type Target } from './work-layers';

export type Camera = { lon: number; lat: number; zoom: number };
export type Padding = { top: number; right: number; bottom: number; left: number };

export type WorkMapOptions = {
  container: HTMLElement;
  tiles: TileSet;
  /** Where to look first; without it, at all of the tiles. */
  camera?: Camera;
  padding?: Padding;
  filter: MapFilter;
  /** What the map is, for screen readers. */
  label: string;
  /** Says of what the pointer is over. */
  describe: (status: Status) => string;
  /** Writes the count of a ring. */
  say: (n: number) => string;
  base?: BaseMap;
  /** Whether it can be turned away from north; who lets it needs a way back. */
  turns?: boolean;
};

export type WorkMapEvents = {
  /** A feature was clicked, or nothing was. */
  pick: Target | null;
  move: { camera: Camera; bounds: Bounds };
  /** It was turned: degrees clockwise from north. */
  turn: number;
  failure: { message: string; ofBase: boolean };
};

/** Pixels round the pointer within which a thin line still counts as hit. */
const reachPx = 5;

/** The map of the work: knows tiles, layers and the pointer, and nothing of the screens around it. */
export class WorkMap {
  /** MapLibre itself, for tools of shared/map that add to the picture. */
  readonly gl: MapLibre;
  readonly #options: WorkMapOptions;
  readonly #live: LiveTiles;
  readonly #listeners = new Map<keyof WorkMapEvents, Set<(event: never) => void>>();
  #filter: MapFilter;
  #base: BaseMap;
  #hidden: ReadonlySet<MapPart> = new Set();
  #target: Target | null = null;
  #clusters: Clusters = noClusters;
  #hovered: Target | null = null;
  #flag: Marker | undefined;
  #position: Marker | undefined;
  #hint: Marker | undefined;
  #fault: Marker | undefined;
  #ghost: GeoJSON.Geometry | null = null;
  #held = false;
  #loaded = false;

  constructor(options: WorkMapOptions) {
    this.#options = options;
    this.#filter = options.filter;
    this.#base = options.base ?? ours;
    const { camera } = options;
    this.gl = new MapLibre({
      container: options.container,
      style: this.#style(),
      ...(camera
        ? { center: this.#drawn([camera.lon, camera.lat]), zoom: camera.zoom }
        : {
            bounds: this.#drawnBox(options.tiles.bounds),
            fitBoundsOptions: { padding: options.padding ?? 24 },
          }),
      maxZoom: 20,
      minZoom: 5,
      attributionControl: false,
      dragRotate: options.turns ?? false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      fadeDuration: 120,
    });
    if (!options.turns) {
      this.gl.touchZoomRotate.disableRotation();
      this.gl.keyboard.disableRotation();
    }
    this.gl.getCanvas().setAttribute('aria-label', options.label);
    this.#live = new LiveTiles(this.gl, options.tiles, (box) => this.#drawnBox(box));
    this.#listen();
  }

  on<Name extends keyof WorkMapEvents>(
    name: Name,
    listener: (event: WorkMapEvents[Name]) => void,
  ): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  filter(filter: MapFilter): void {
    this.#filter = filter;
    this.#clusters = this.#gathered();
    this.#redraw();
  }

  /** Leaves parts of the picture out. */
  hide(parts: ReadonlySet<MapPart>): void {
    this.#hidden = parts;
    this.#redraw();
  }

  /** Puts another map under the work; the middle stays where it is on the ground. */
  setBase(base: BaseMap): void {
    if (base === this.#base) return;
    const { camera } = this;
    this.#flag?.setLngLat(fromTo(this.#base, base, this.#flag.getLngLat().toArray() as LonLat));
    this.#position?.setLngLat(fromTo(this.#base, base, this.#position.getLngLat().toArray() as LonLat));
    this.#base = base;
    this.gl.jumpTo({ center: this.#drawn([camera.lon, camera.lat]) });
    this.#redraw();
  }

  /** Whether places are drawn in GCJ-02: then nothing can be drawn by hand, since its bend is known to a metre only. */
  get shifted(): boolean {
    return isShifted(this.#base);
  }

  /** What was drawn by hand, as it is on the ground. */
  onGround(geometry: GeoJSON.Geometry | null): GeoJSON.Geometry | null {
    return geometry && this.shifted ? moved(geometry, toWgs84) : geometry;
  }

  /** Marks a feature as chosen; a name flies a flag at the point. */
  choose(target: Target | null, flag?: { name: string; point: [number, number] }): void {
    this.#target = target;
    this.#flag?.remove();
    this.#flag = undefined;
    if (flag?.name) {
      const element = document.createElement('div');
      element.className = 'map-flag';
      element.textContent = flag.name;
      this.#flag = new Marker({ element, anchor: 'bottom', offset: [0, -10] })
        .setLngLat(this.#drawn(flag.point))
        .addTo(this.gl);
    }
    this.#redraw();
  }

  /** Reads the colours of the page again, after its theme changed. */
  recolour(): void {
    const colours = readPalette();
    for (const id of this.gl.listImages()) {
      const picture = drawPicture(id, colours);
      if (picture) this.gl.updateImage(id, picture);
    }
    this.#redraw();
  }

  apply(changes: readonly Change[]): void {
    this.#live.apply(changes);
  }

  reload(): void {
    this.#live.reload();
  }

  zoomBy(levels: number): void {
    this.gl.zoomTo(Math.round(this.gl.getZoom() + levels));
  }

  goTo({ lon, lat, zoom }: Camera, padding?: Padding): void {
    this.gl.easeTo({ center: this.#drawn([lon, lat]), zoom, ...(padding && { padding }), duration: 600 });
  }

  /** Shows all of a box; something small is not shown nearer than `maxZoom`. */
  fit(bounds: Bounds, padding?: Padding, maxZoom = 17): void {
    this.gl.fitBounds(this.#drawnBox(bounds), { maxZoom, duration: 600, ...(padding && { padding }) });
  }

  /** Marks where the device says that it is. */
  showPosition([lon, lat]: LonLat, label: string): void {
    if (!this.#position) {
      const element = document.createElement('div');
      element.className = 'map-position';
      element.setAttribute('role', 'img');
      element.setAttribute('aria-label', label);
      this.#position = new Marker({ element });
    }
    this.#position.setLngLat(this.#drawn([lon, lat])).addTo(this.gl);
  }

  /** While a tool holds the pointer, nothing is picked or hovered. */
  hold(on: boolean): void {
    this.#held = on;
    if (on) this.#hover(null);
  }

  /** Shows another version of the geometry in hand. */
  showGhost(geometry: GeoJSON.Geometry | null): void {
    this.#ghost = geometry;
    this.#redraw();
  }

  /** Marks the place where something is wrong with what was drawn. */
  showFault(at: LonLat | null, label: string): void {
    this.#fault?.remove();
    this.#fault = undefined;
    if (!at) return;
    const element = document.createElement('div');
    element.className = 'map-fault';
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', label);
    this.#fault = new Marker({ element }).setLngLat(this.#drawn(at)).addTo(this.gl);
  }

  get colours(): Palette {
    return readPalette();
  }

  northUp(): void {
    this.gl.easeTo({ bearing: 0, duration: 200 });
  }

  get camera(): Camera {
    const { lng, lat: drawnLat } = this.gl.getCenter();
    const [lon, lat] = this.shifted ? toWgs84([lng, drawnLat]) : [lng, drawnLat];
    return { lon, lat, zoom: this.gl.getZoom() };
  }

  get bounds(): Bounds {
    const box = this.gl.getBounds().toArray().flat() as Bounds;
    return this.shifted ? boundsToWgs84(box) : box;
  }

  /** Ground metres of one pixel at the middle of the map. */
  get metresPerPixel(): number {
    const { lat, zoom } = this.camera;
    return (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
  }

  /** Gives the keyboard to the map: arrows pan, plus and minus zoom, Enter opens what is at the middle. */
  focus(): void {
    this.gl.getCanvas().focus();
  }

  remove(): void {
    this.#live.stop();
    this.gl.remove();
  }

  #listen(): void {
    const { gl } = this;
    gl.on('error', (event) => {
      const of = 'sourceId' in event ? String(event.sourceId) : '';
      this.#tell('failure', { message: event.error.message, ofBase: of.startsWith(baseSource) });
    });
    gl.setMissingStyleImageResolver(async (id) => {
      const picture = drawPicture(id, readPalette());
      if (picture) gl.addImage(id, picture, { pixelRatio });
    });
    gl.once('style.load', () => {
      this.#loaded = true;
      this.#redraw();
    });
    gl.on('idle', () => this.#regather());
    gl.on('moveend', () => this.#tell('move', { camera: this.camera, bounds: this.bounds }));
    gl.on('rotate', () => this.#tell('turn', gl.getBearing()));
    gl.on('click', ({ point }) => void (this.#held || this.#tell('pick', this.#at(point))));
    gl.on('mousemove', ({ point }) => void (this.#held || this.#point(point)));
    gl.on('mouseout', () => this.#hover(null));
    gl.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !this.#held) this.#tell('pick', this.#at(gl.project(gl.getCenter())));
    });
  }

  #drawn(place: LonLat): LonLat {
    return this.shifted ? fromWgs84(place) : place;
  }

  #drawnBox(box: Bounds): Bounds {
    return this.shifted ? boundsFromWgs84(box) : box;
  }

  #style() {
    return buildStyle({
      colours: readPalette(),
      tiles: this.#options.tiles,
      origin: location.origin,
      filter: this.#filter,
      target: this.#target,
      clusters: this.#clusters,
      ghost: this.#ghost && this.shifted ? moved(this.#ghost, fromWgs84) : this.#ghost,
      base: this.#base,
      hidden: this.#hidden,
      bounds: this.#drawnBox(this.#options.tiles.bounds),
    });
  }

  #redraw(): void {
    if (!this.#loaded) return;
    this.gl.setStyle(this.#style(), { diff: true, validate: false, transformStyle: withDrawing });
  }

  /** Rings follow the tiles: counted anew when the map has come to rest. */
  #regather(): void {
    const next = this.#gathered();
    if (JSON.stringify(next) === JSON.stringify(this.#clusters)) return;
    this.#clusters = next;
    this.#redraw();
  }

  #gathered(): Clusters {
    const zoom = this.gl.getZoom();
    if (zoom >= 16 || this.#filter.quick || this.#filter.unit !== null || !this.gl.getSource(source))
      return noClusters;
    const cells = this.gl.querySourceFeatures(source, { sourceLayer: 'cluster' }).map(asCell);
    return gather(cells, zoom, this.#filter, this.#options.say);
  }

  #at(point: { x: number; y: number }): Target | null {
    const hit = this.#hit(point);
    return hit ? asTarget(hit) : null;
  }

  #hit({ x, y }: { x: number; y: number }): MapGeoJSONFeature | undefined {
    const layers = clickable.filter((id) => this.gl.getLayer(id));
    return (
      this.gl.queryRenderedFeatures([x, y], { layers })[0] ??
      this.gl.queryRenderedFeatures(
        [
          [x - reachPx, y - reachPx],
          [x + reachPx, y + reachPx],
        ],
        { layers },
      )[0]
    );
  }

  /** Hovers what is there, and says what it is where tiles tell names. */
  #point(point: { x: number; y: number }): void {
    const hit = this.#hit(point);
    this.#hover(hit ? asTarget(hit) : null);
    const said = hit ? this.#saying(hit) : '';
    if (!this.#hint) {
      const element = document.createElement('div');
      element.className = 'map-hint';
      this.#hint = new Marker({ element, anchor: 'bottom-left', offset: [10, -8] });
    }
    if (!said) {
      this.#hint.remove();
      return;
    }
    this.#hint.getElement().textContent = said;
    this.#hint.setLngLat(this.gl.unproject([point.x, point.y])).addTo(this.gl);
  }

  #saying({ properties: { name, ref, status } }: MapGeoJSONFeature): string {
    if (!name && !ref) return '';
    const state = typeof status === 'string' && isStatus(status) ? this.#options.describe(status) : '';
    return [name ?? ref, state].filter(Boolean).join(' · ');
  }

  #hover(target: Target | null): void {
    if (!target) this.#hint?.remove();
    if (target?.id === this.#hovered?.id && target?.kind === this.#hovered?.kind) return;
    const mark = ({ kind, id }: Target, hover: boolean) =>
      this.gl.setFeatureState({ source, sourceLayer: kind, id }, { hover });
    if (this.#hovered) mark(this.#hovered, false);
    if (target) mark(target, true);
    this.#hovered = target;
    this.gl.getCanvas().style.cursor = target ? 'pointer' : '';
  }

  #tell<Name extends keyof WorkMapEvents>(name: Name, event: WorkMapEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? [])
      (listener as (event: WorkMapEvents[Name]) => void)(event);
  }
}

function asTarget({ sourceLayer = '', id }: MapGeoJSONFeature): Target | null {
  return isKind(sourceLayer) && typeof id === 'number' ? { kind: sourceLayer, id } : null;
}

function asCell({ geometry, properties }: Pick<MapGeoJSONFeature, 'geometry' | 'properties'>): Cell {
  const [lon = 0, lat = 0] = (geometry as GeoJSON.Point).coordinates;
  return {
    kind: properties.kind as string,
    group: properties.group as Group,
    count: properties.count as number,
    lon,
    lat,
  };
}

/** The same place of the ground on another base map. */
function fromTo(one: BaseMap, other: BaseMap, place: LonLat): LonLat {
  const ground = isShifted(one) ? toWgs84(place) : place;
  return isShifted(other) ? fromWgs84(ground) : ground;
}

/** A geometry with every place of it moved. */
function moved<T extends GeoJSON.Geometry>(geometry: T, move: (place: LonLat) => LonLat): T {
  if (geometry.type === 'GeometryCollection') return geometry;
  const each = (at: unknown): unknown =>
    Array.isArray(at) && typeof at[0] === 'number' ? move(at as LonLat) : (at as unknown[]).map(each);
  return { ...geometry, coordinates: each(geometry.coordinates) };
}
