import type { KindKey } from '../domain/kind';
import type { Permission, Role } from '../domain/permission';
import type { Status } from '../domain/status';
import type { Narrow, Schema } from './narrow';

export type Bounds = [west: number, south: number, east: number, north: number];
export type LonLat = [lon: number, lat: number];
export type Position = Schema['Position'];
export type Named = Schema['Named'];

/** Who is signed in; no areas means the whole district. */
export type Me = Narrow<
  Schema['Me'],
  { roles: Role[]; unit: Named | null; areas: Named[]; permissions: Permission[] }
>;

export type EventName =
  | 'survey_ok'
  | 'list'
  | 'plan'
  | 'start'
  | 'submit'
  | 'withdraw'
  | 'pass'
  | 'fail'
  | 'return'
  | 'suspend'
  | 'resume'
  | 'extend'
  | 'recheck_ok'
  | 'regress'
  | 'propose_void'
  | 'void'
  | 'restore';

export type LightColour = 'green' | 'yellow' | 'red' | 'grey';
export type LightRule =
  | 'parked'
  | 'done'
  | 'no_deadline'
  | 'overdue'
  | 'two_reworks'
  | 'little_time'
  | 'photo_owed'
  | 'one_rework'
  | 'on_time';

/** A light with every number its formula used; the days are 0 without a deadline, negative when overdue. */
export type FeatureLight = Narrow<Schema['Light'], { colour: LightColour; rule: LightRule }>;

type RowFields = { kind: KindKey; status: Status; light: FeatureLight; bbox: Bounds; point: LonLat };
export type Row = Narrow<Schema['Row'], RowFields>;

/** Something a transition asks for; `photo:after` is a photo of that phase. */
export type Need =
  | 'note'
  | 'reason'
  | 'due_on'
  | 'unit_id'
  | 'review_on'
  | 'quantity_done'
  | 'quantity_planned'
  | 'position'
  | 'photo:before'
  | 'photo:after'
  | 'photo:check';

/** An event that the caller may fire now; any of `photo_phases` does where a photo is needed. */
export type Allowed = Narrow<
  Schema['AllowedEvent'],
  { event: EventName; to: Status; needs: Need[]; optional: Need[]; photo_phases?: Phase[] }
>;

/** Why a unit gives work back; with `other` the note has to tell. */
export type Reason = 'not_ours' | 'wrong_place' | 'duplicate' | 'other';

export type Phase = 'before' | 'after' | 'check';
export type Photo = Narrow<
  Schema['Photo'],
  {
    phase: Phase;
    state: 'expected' | 'stored' | 'damaged';
    taken_at: string | null;
    stored_at: string | null;
    actor: Named | null;
  }
>;

export type HistoryEvent = Narrow<
  Schema['Event'],
  {
    event: EventName | 'create' | 'import' | 'edit' | 'assign' | 'revert';
    from_status: Status | null;
    to_status: Status;
    actor: Named | null;
    role: Role | 'system' | null;
    unit: Named | null;
    position: Position | null;
    flags: string[];
    photos: string[];
  }
>;

export type AreaLevel = 'district' | 'street' | 'community' | 'grid';
export type AreaStep = Narrow<Schema['PlaceStep'], { level: AreaLevel }>;
export type Place = Narrow<Schema['Place'], { path: AreaStep[] }>;

/** All there is to know of one feature; the history is newest first and holds at most 50 entries. */
export type Dossier = Narrow<
  Schema['Dossier'],
  RowFields & {
    geometry: GeoJSON.Geometry;
    area: Place | null;
    unit: Named | null;
    allowed: Allowed[];
    photos: Photo[];
    history: HistoryEvent[];
  }
>;

export type Kind = Narrow<
  Schema['Kind'],
  { geometry_types: string[]; quantity_rule: 'each' | 'length_m' | 'painted_m2' | 'capacity' }
>;

/** An area of the tree; the path holds the ids from the root to the area itself. */
export type Area = Narrow<Schema['Area'], { level: AreaLevel; bbox: Bounds; path: number[] }>;

export type Target = Narrow<Schema['Target'], { kind: KindKey }>;
export type Campaign = Narrow<Schema['Campaign'], { milestones: Schema['Milestone'][]; targets: Target[] }>;

type KindCount = Narrow<Schema['KindCount'], { kind: KindKey; by_status: Partial<Record<Status, number>> }>;
export type Counts = Narrow<
  Schema['Counts'],
  { by_kind: KindCount[]; by_light: Partial<Record<LightColour, number>> }
>;

/** An answer of the search; a unit is nowhere. */
export type SearchHit = Narrow<
  Schema['Found'],
  { kind?: KindKey; status?: Status; bbox?: Bounds; point?: LonLat }
>;
