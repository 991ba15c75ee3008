import type { FeatureFilter } from '../../shared/api/features';
import type { Bounds } from '../../shared/api/types';
import { dayNumberOf } from '../../shared/domain/day';
import type { KindKey } from '../../shared/domain/kind';
import { openStatuses, type Status } from '../../shared/domain/status';
import type { MapFilter, Quick } from '../../shared/map/filter';
import type { Camera, Padding, WorkMap } from '../../shared/map/work-map';
import type { Target } from '../../shared/map/work-layers';
import { router } from '../../shared/state/router.svelte';
import { session } from '../../shared/state/session.svelte';
import { lastCamera, rememberCamera } from './extent';
import {
  readCamera,
  readFilter,
  readTarget,
  usualStatuses,
  writeCamera,
  writeFilter,
  writeTarget,
} from './url';

const filterKeys = ['kinds', 'status', 'quick', 'unit'];
/** Wide enough for both panels beside the map. */
const wide = matchMedia('(min-width: 1360px)');
const phone = matchMedia('(max-width: 720px)');

/** What the planner looks at; all of it is in the address, so that any view can be sent as a link. */
export class PlanView {
  map = $state.raw<WorkMap>();
  bounds = $state.raw<Bounds>();
  metresPerPixel = $state(1);
  /** Degrees clockwise from north. */
  bearing = $state(0);
  isWide = $state(wide.matches);
  isPhone = $state(phone.matches);

  // Strings between the address and the objects made of it: what did not change is not made anew.
  readonly #filterText = $derived(
    filterKeys.map((key) => `${key}=${router.params.get(key) ?? '\0'}`).join('&'),
  );
  readonly #targetText = $derived(router.params.get('sel'));
  readonly filter: MapFilter = $derived.by(() => {
    const params = new URLSearchParams(this.#filterText.replaceAll(/&?\w+=\0/g, ''));
    return readFilter(params, dayNumberOf(session.today));
  });
  readonly target: Target | null = $derived(readTarget(this.#targetText));
  readonly importing: boolean = $derived(router.params.get('panel') === 'import');
  readonly exporting: boolean = $derived(router.params.get('panel') === 'export');
  /** Where to look first: as the address says; a named feature is looked for; else as it was left the last time. */
  readonly firstCamera: Camera | undefined = readCamera(
    router.params.get('map') ?? (router.params.get('sel') ? null : lastCamera()),
  );

  constructor() {
    wide.addEventListener('change', this.#measure);
    phone.addEventListener('change', this.#measure);
  }

  leave(): void {
    wide.removeEventListener('change', this.#measure);
    phone.removeEventListener('change', this.#measure);
  }

  attach(map: WorkMap): void {
    this.map = map;
    map.on('pick', (target) => this.choose(target));
    map.on('move', ({ camera, bounds }) => {
      const text = writeCamera(camera);
      router.patch({ map: text });
      rememberCamera(text);
      this.bounds = bounds;
      this.metresPerPixel = map.metresPerPixel;
    });
    map.on('turn', (degrees) => (this.bearing = degrees));
    this.bounds = map.bounds;
    this.metresPerPixel = map.metresPerPixel;
  }

  choose(target: Target | null): void {
    if (writeTarget(target) !== this.#targetText) router.patch({ sel: writeTarget(target) }, 'push');
  }

  showImport(on: boolean): void {
    router.patch({ panel: on ? 'import' : null }, 'push');
  }

  showExport(on: boolean): void {
    router.patch({ panel: on ? 'export' : null }, 'push');
  }

  switchKind(kind: KindKey, on: boolean): void {
    this.#change({ kinds: changed(this.filter.kinds, kind, on) });
  }

  switchStatus(status: Status, on: boolean): void {
    this.#change({ statuses: changed(this.filter.statuses, status, on) });
  }

  get openOnly(): boolean {
    const { statuses } = this.filter;
    return statuses.size === openStatuses.length && openStatuses.every((status) => statuses.has(status));
  }

  switchOpenOnly(): void {
    this.#change({ statuses: new Set(this.openOnly ? usualStatuses : openStatuses) });
  }

  ask(quick: Quick | null): void {
    this.#change({ quick });
  }

  onlyUnit(unit: number | null): void {
    this.#change({ unit });
  }

  /** The filter as the server's lists and counts take it, without the quick question. */
  get query(): FeatureFilter {
    const { kinds, statuses, unit } = this.filter;
    return { kinds: [...kinds], statuses: [...statuses], ...(unit !== null && { unit }) };
  }

  /** How much of the map the panels cover. */
  get padding(): Padding {
    if (this.isPhone) return { top: 72, right: 24, bottom: this.target ? innerHeight * 0.55 : 24, left: 24 };
    return { top: 72, right: this.target ? 420 : 72, bottom: 72, left: this.isWide ? 424 : 88 };
  }

  readonly #measure = (): void => {
    this.isWide = wide.matches;
    this.isPhone = phone.matches;
  };

  #change(part: Partial<MapFilter>): void {
    router.patch(writeFilter({ ...this.filter, ...part }));
  }
}

function changed<T>(set: ReadonlySet<T>, item: T, on: boolean): Set<T> {
  const next = new Set(set);
  if (on) next.add(item);
  else next.delete(item);
  return next;
}
