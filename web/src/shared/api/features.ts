import type { KindKey } from '../domain/kind';
import type { Status } from '../domain/status';
import { call } from './client';
import { exact, type Narrow, type Schema } from './narrow';
import type {
  Bounds,
  Counts,
  Dossier,
  EventName,
  HistoryEvent,
  LightColour,
  Phase,
  Reason,
  Row,
} from './types';

/** A part of a list; the cursor asks for the next one and is absent on the last. */
export type Page<T> = { items: T[]; next_cursor?: string; total?: number };

/** Which features are meant; the same filter gives the same number in every answer of the server. */
export type FeatureFilter = {
  kinds?: readonly KindKey[];
  statuses?: readonly Status[];
  area?: number;
  unit?: number;
  assignedToMe?: boolean;
  myUnit?: boolean;
  lights?: readonly LightColour[];
  overdue?: boolean;
  /** To be done within three days. */
  dueSoon?: boolean;
  owed?: boolean;
  bbox?: Bounds;
  near?: { lon: number; lat: number; radiusMetres?: number };
  q?: string;
  ids?: readonly number[];
};

export type Order = 'distance' | 'due_on' | 'name' | 'ref';

export async function listFeatures(
  filter: FeatureFilter,
  { signal, ...paging }: { limit?: number; cursor?: string; sort?: Order; signal?: AbortSignal } = {},
): Promise<Page<Row>> {
  const query = { ...filterQuery(filter), ...paging };
  return exact<Page<Row>>(await call('get', '/api/v1/features', { query, signal }));
}

export async function countFeatures(filter: FeatureFilter, signal?: AbortSignal): Promise<Counts> {
  return exact<Counts>(await call('get', '/api/v1/features/counts', { query: filterQuery(filter), signal }));
}

export async function getDossier(id: number, signal?: AbortSignal): Promise<Dossier> {
  return exact<Dossier>(await call('get', '/api/v1/features/{id}', { path: { id }, signal }));
}

/** The history from an event on backwards. */
export async function listEvents(id: number, cursor?: string): Promise<Page<HistoryEvent>> {
  const query = cursor ? { cursor: Number(cursor) } : {};
  return exact<Page<HistoryEvent>>(
    await call('get', '/api/v1/features/{id}/events', { path: { id }, query }),
  );
}

/** A transition as the server takes it; `op_id` makes sending it again harmless. */
export type Transition = Narrow<
  Schema['TransitionInputBody'],
  { op_id: string; event: EventName; at: string; reason?: Reason; photos?: PhotoClaim[] }
>;
export type PhotoClaim = Narrow<Schema['PhotoClaim'], { phase: Phase }>;
type Fired = Narrow<Schema['TransitionOutputBody'], { feature: Dossier; event: HistoryEvent }>;

export async function fireEvent(id: number, body: Transition): Promise<Fired> {
  return exact<Fired>(await call('post', '/api/v1/features/{id}/events', { path: { id }, body }));
}

/** What a person drew; `uid` and `op_id` are made before it is sent. */
export type NewFeature = Narrow<
  Schema['DraftInputBody'],
  { kind: KindKey; geometry: GeoJSON.Geometry; op_id: string }
>;

export async function createFeature(body: NewFeature): Promise<Dossier> {
  return exact<Dossier>(await call('post', '/api/v1/features', { body }));
}

/** A change of what a feature is; an attribute of null is taken away. */
export type Edit = Narrow<Schema['EditInputBody'], { geometry?: GeoJSON.Geometry; op_id: string }>;

/** Changes a feature as it was seen at a version; refused with `stale_version` when somebody was faster. */
export async function editFeature(id: number, version: number, body: Edit): Promise<Dossier> {
  const headers = { 'If-Match': `"${version}"` };
  return exact<Dossier>(await call('patch', '/api/v1/features/{id}', { path: { id }, body, headers }));
}

/** The filter as the server takes it in an address. */
export function filterQuery(filter: FeatureFilter) {
  return present({
    kind: filter.kinds && [...filter.kinds],
    status: filter.statuses && [...filter.statuses],
    area: filter.area,
    unit: filter.unit === undefined ? undefined : [filter.unit],
    assignee: filter.assignedToMe ? 'me' : undefined,
    unit_mine: filter.myUnit,
    light: filter.lights && [...filter.lights],
    overdue: filter.overdue,
    due_soon: filter.dueSoon,
    owed: filter.owed,
    bbox: filter.bbox?.map((degrees) => degrees.toFixed(6)).join(','),
    near: filter.near && `${filter.near.lon},${filter.near.lat}`,
    radius: filter.near?.radiusMetres,
    q: filter.q,
    ids: filter.ids && [...filter.ids],
  });
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What is there, without what is undefined. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
