import type { Change } from '../api/stream';
import type { Bounds } from '../api/types';
import { kinds } from '../domain/kind';
import { source } from './base-layers';
import type { MapLibre } from './maplibre';
import { meets, tileCover } from './tile-cover';

/** Edits come in bursts; a tile that many of them touch is fetched once. */
const debounceMs = 250;
/** More changed places than this and the source is asked for as a whole; unchanged tiles answer 304. */
const maxBounds = 500;
/** MapLibre names the tiles it stretches beyond the source's last zoom by their own zoom. */
const overzoom = 4;

/**
 * Keeps drawn tiles in step with the server: recolours at once, then fetches the touched tiles again. Tiles that
 * are kept but out of view are not fetched by MapLibre; their places are remembered and asked for when they are
 * back in view.
 */
export class LiveTiles {
  #pending: Bounds[] = [];
  #dirty: Bounds[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #moved = false;

  constructor(
    private readonly map: MapLibre,
    private readonly zooms: { minzoom: number; maxzoom: number },
    /** Where on the map a box of the ground is drawn. */
    private readonly drawn: (box: Bounds) => Bounds,
  ) {
    map.on('moveend', this.#onMoveEnd);
    map.on('idle', this.#onIdle);
  }

  apply(changes: readonly Change[]): void {
    for (const { id, kind, status, bbox, gone } of changes) {
      if (!gone) this.map.setFeatureState({ source, sourceLayer: kind, id }, { status });
      const box = this.drawn(bbox);
      this.#pending.push(box);
      this.#dirty.push(box);
    }
    if (this.#dirty.length > maxBounds) this.reload();
    else this.#timer ??= setTimeout(this.#flush, debounceMs);
  }

  /** After a gap in the stream nothing known is trusted: every tile is asked for again. */
  reload(): void {
    this.#forgetPending();
    this.#dirty = [];
    this.map.refreshTiles(source);
    // What the stream said before the gap must not cover what the new tiles say.
    this.map.once('idle', () => {
      for (const kind of kinds) this.map.removeFeatureState({ source, sourceLayer: kind });
    });
  }

  stop(): void {
    this.#forgetPending();
    this.map.off('moveend', this.#onMoveEnd);
    this.map.off('idle', this.#onIdle);
  }

  readonly #flush = (): void => {
    const bounds = this.#pending;
    this.#forgetPending();
    this.#refresh(bounds);
  };

  // moveend comes before the tiles in view are chosen, so the look at what came back waits for the next idle.
  readonly #onMoveEnd = (): void => {
    this.#moved = true;
  };

  readonly #onIdle = (): void => {
    if (!this.#moved) return;
    this.#moved = false;
    const view = this.map.getBounds().toArray().flat() as Bounds;
    this.#refresh(this.#dirty.filter((bounds) => meets(bounds, view)));
  };

  #refresh(bounds: readonly Bounds[]): void {
    const touched = new Map<string, { z: number; x: number; y: number }>();
    for (const box of bounds) {
      for (const tile of tileCover(box, this.zooms.minzoom, this.zooms.maxzoom + overzoom)) {
        touched.set(`${tile.z}/${tile.x}/${tile.y}`, tile);
      }
    }
    if (touched.size > 0) this.map.refreshTiles(source, [...touched.values()]);
  }

  #forgetPending(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = [];
  }
}
