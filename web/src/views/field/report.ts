import type { Transition } from '../../shared/api/features';
import type { Allowed, Dossier, EventName, Phase, Position } from '../../shared/api/types';
import type { Shot } from './camera';

/** What is done standing in front of the thing; planning is done at a desk. */
const onSite: ReadonlySet<EventName> = new Set<EventName>([
  'survey_ok',
  'list',
  'start',
  'submit',
  'withdraw',
  'pass',
  'fail',
  'return',
  'recheck_ok',
  'regress',
]);

export function onSiteEvents(allowed: readonly Allowed[]): Allowed[] {
  return allowed
    .filter(({ event }) => onSite.has(event))
    .toSorted((a, b) => Number(b.primary) - Number(a.primary));
}

/** What a person fills in; `quantity` is NaN while it is no number. */
export type Draft = {
  note: string;
  quantity: number;
  shots: readonly Shot[];
  position: Position | undefined;
};

export function wants({ needs, optional }: Allowed, what: 'note' | 'quantity_done' | 'position'): boolean {
  return needs.includes(what) || optional.includes(what);
}

/** The phase that photos of this event show, and whether one must be there; undefined where none is taken. */
export function photoOf({ needs, optional }: Allowed): { phase: Phase; required: boolean } | undefined {
  const phaseIn = (entries: readonly string[]) =>
    entries.find((entry) => entry.startsWith('photo:'))?.slice('photo:'.length) as Phase | undefined;
  const required = phaseIn(needs);
  if (required) return { phase: required, required: true };
  const phase = phaseIn(optional);
  return phase && { phase, required: false };
}

export type WhyNote = 'event' | 'overdue' | 'presence';

/** Why words are needed; undefined where they are optional. */
export function whyNote(allowed: Allowed, overdue: boolean, proven: boolean): WhyNote | undefined {
  if (allowed.needs.includes('note')) return allowed.event === 'submit' && overdue ? 'overdue' : 'event';
  return allowed.event === 'submit' && !proven ? 'presence' : undefined;
}

export type Missing = 'photo' | 'quantity' | 'note';

/** What stands between the draft and sending it, in the order of the screen. */
export function missing(draft: Draft, allowed: Allowed, why: WhyNote | undefined): Missing[] {
  const found: Missing[] = [];
  if (photoOf(allowed)?.required && draft.shots.length === 0) found.push('photo');
  if (allowed.needs.includes('quantity_done') && !(draft.quantity >= 0)) found.push('quantity');
  if (why && draft.note.trim() === '') found.push('note');
  return found;
}

/** What was planned, else what there is, else one: where the amount done starts. */
export function startQuantity(of: Pick<Dossier, 'quantity' | 'quantity_planned'>): number {
  return Math.round((of.quantity_planned ?? of.quantity ?? 1) * 100) / 100;
}

/** One step of the buttons: down never below zero. */
export function stepped(quantity: number, by: number): number {
  return Math.max(0, Math.round(((Number.isNaN(quantity) ? 0 : quantity) + by) * 100) / 100);
}

/** The command without its identity and time. */
export function content(
  draft: Draft,
  allowed: Allowed,
  of: Pick<Dossier, 'version'>,
): Omit<Transition, 'op_id' | 'at'> {
  const note = draft.note.trim();
  const taken = photoOf(allowed);
  return {
    event: allowed.event,
    base_version: of.version,
    ...(note && { note }),
    ...(wants(allowed, 'quantity_done') &&
      !Number.isNaN(draft.quantity) && { quantity_done: draft.quantity }),
    ...(wants(allowed, 'position') && draft.position && { position: draft.position }),
    ...(taken &&
      draft.shots.length > 0 && {
        photos: draft.shots.map(({ uid, sha256, bytes }) => ({
          uid,
          sha256,
          bytes: bytes.size,
          phase: taken.phase,
        })),
      }),
  };
}

/**
 * The command to send: the last one again when nothing but the place changed since, so that what arrived although
 * the answer was lost is not done twice.
 */
export function identified(
  next: Omit<Transition, 'op_id' | 'at'>,
  last: Transition | undefined,
  opId: string,
  now: Date,
): Transition {
  const essence = ({ event, base_version, note, quantity_done, photos }: Omit<Transition, 'op_id' | 'at'>) =>
    JSON.stringify([event, base_version, note, quantity_done, photos]);
  if (last && essence(last) === essence(next)) return last;
  return { op_id: opId, at: now.toISOString(), ...next };
}
