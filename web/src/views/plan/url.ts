import { isKind, kinds } from '../../shared/domain/kind';
import { statuses, type Status } from '../../shared/domain/status';
import type { MapFilter, Quick } from '../../shared/map/filter';
import type { Camera } from '../../shared/map/work-map';
import type { Target } from '../../shared/map/work-layers';

/** What is shown unless the address says otherwise: everything but what is void. */
export const usualStatuses: readonly Status[] = statuses.filter((status) => status !== 'void');

const quicks: readonly Quick[] = ['overdue', 'due_soon', 'owed'];
/** An empty list must differ from an absent one. */
const nothing = 'none';

export type Patch = Record<string, string | null>;

/** The filter of an address; words it does not know are passed over, so that an old link still opens. */
export function readFilter(params: URLSearchParams, today: number): MapFilter {
  const quick = params.get('quick');
  const unit = Number(params.get('unit'));
  return {
    kinds: readSet(params.get('kinds'), kinds, kinds),
    statuses: readSet(params.get('status'), statuses, usualStatuses),
    quick: quicks.find((known) => known === quick) ?? null,
    unit: Number.isSafeInteger(unit) && unit > 0 ? unit : null,
    today,
  };
}

export function writeFilter({ kinds: shownKinds, statuses: shownStatuses, quick, unit }: MapFilter): Patch {
  return {
    kinds: writeSet(shownKinds, kinds, kinds),
    status: writeSet(shownStatuses, statuses, usualStatuses),
    quick,
    unit: unit === null ? null : String(unit),
  };
}

/** `back_street/87`. */
export function readTarget(text: string | null): Target | null {
  const [kind = '', number = ''] = (text ?? '').split('/');
  const id = Number(number);
  return isKind(kind) && Number.isSafeInteger(id) && id > 0 ? { kind, id } : null;
}

export function writeTarget(target: Target | null): string | null {
  return target && `${target.kind}/${target.id}`;
}

/** `15.20/33.57012/114.02345`: zoom, latitude, longitude, as in the addresses of other maps. */
export function readCamera(text: string | null): Camera | undefined {
  const [zoom = NaN, lat = NaN, lon = NaN] = (text ?? '').split('/').map(Number);
  const inRange = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return inRange ? { zoom, lat, lon } : undefined;
}

export function writeCamera({ zoom, lat, lon }: Camera): string {
  return `${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}

function readSet<T extends string>(text: string | null, known: readonly T[], usual: readonly T[]): Set<T> {
  if (text === null) return new Set(usual);
  const named = text.split(',');
  return new Set(known.filter((item) => named.includes(item)));
}

function writeSet<T extends string>(
  shown: ReadonlySet<T>,
  known: readonly T[],
  usual: readonly T[],
): string | null {
  const list = known.filter((item) => shown.has(item));
  if (list.length === usual.length && usual.every((item) => shown.has(item))) return null;
  return list.join(',') || nothing;
}
