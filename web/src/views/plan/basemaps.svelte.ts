import { listBasemaps, type Basemap } from '../../shared/api/basemaps';
import { ours, type BaseMap } from '../../shared/map/basemap';
import { parts, type MapPart } from '../../shared/map/parts-shown';
import { router } from '../../shared/state/router.svelte';

const memory = 'backstreet.base';
export const oursId = 'ours';
/** An archive of this device: it has a name, but no address that another device could open. */
export const fileId = 'file';

/** The base maps to choose from, and the one that lies under the work. */
export class BaseMaps {
  offered = $state.raw<readonly Basemap[]>([]);
  shown = $state.raw<BaseMap>(ours);
  fileName = $state('');
  /** What the last try to show one failed with. */
  failure = $state.raw<unknown>();
  #remembered = $state(readMemory());
  #file = $state.raw<BaseMap>();
  readonly #hiddenText = $derived(router.params.get('hide'));
  #opened = new Map<string, BaseMap>();

  /** The address says it, else the last visit on this device. */
  readonly chosen: string = $derived.by(() => {
    if (this.#file) return fileId;
    const wanted = router.params.get('base') ?? this.#remembered;
    const known = wanted === 'none' || this.offered.some(({ id }) => id === wanted);
    return known ? wanted : oursId;
  });

  /** Parts of the picture that the address leaves out. */
  readonly hidden: ReadonlySet<MapPart> = $derived.by(() => {
    const named = this.#hiddenText?.split(',') ?? [];
    return new Set(parts.filter((part) => named.includes(part)));
  });

  switchPart(part: MapPart, on: boolean): void {
    const hidden = parts.filter((other) => (other === part ? !on : this.hidden.has(other)));
    router.patch({ hide: hidden.join(',') || null });
  }

  async load(): Promise<void> {
    this.offered = await listBasemaps();
  }

  choose(id: string): void {
    this.#file = undefined;
    this.#remembered = id;
    try {
      localStorage.setItem(memory, id);
    } catch {
      // Storage is refused in private windows; the choice then lasts as long as the page.
    }
    router.patch({ base: id === oursId ? null : id }, 'push');
  }

  /** Shows an archive of this device; nothing of it is sent. */
  async open(file: File): Promise<void> {
    this.#file = await (await import('../../shared/map/archive')).openArchive(file);
    this.fileName = file.name;
  }

  /** Makes what is chosen ready, and shows it. */
  async follow(): Promise<void> {
    const { chosen } = this;
    this.failure = undefined;
    try {
      const ready = this.#file ?? (await this.#ready(chosen));
      if (chosen === this.chosen) this.shown = ready;
    } catch (error) {
      this.failure = error;
    }
  }

  async #ready(id: string): Promise<BaseMap> {
    const source = this.offered.find((offered) => offered.id === id);
    if (!source) return id === 'none' ? { kind: 'none' } : ours;
    const ready = this.#opened.get(id) ?? (await prepared(source));
    this.#opened.set(id, ready);
    return ready;
  }
}

async function prepared(source: Basemap): Promise<BaseMap> {
  if (source.file) return (await import('../../shared/map/archive')).openArchive(source.file);
  return {
    kind: 'pictures',
    tiles: source.tiles,
    shifted: source.crs === 'gcj02',
    attribution: source.attribution,
    minzoom: source.min_zoom,
    maxzoom: source.max_zoom,
  };
}

function readMemory(): string {
  try {
    return localStorage.getItem(memory) ?? oursId;
  } catch {
    return oursId;
  }
}
