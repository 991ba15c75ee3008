import type { Transition } from '../../shared/api/features';
import type { Allowed, Campaign, Dossier, Need, Phase, Reason } from '../../shared/api/types';
import { addDays } from '../../shared/domain/day';

/** What a person fills in; numbers stay text until they are sent. */
export type Draft = {
  note: string;
  reason: Reason | undefined;
  unit_id: number | undefined;
  due_on: string;
  review_on: string;
  quantity_planned: string;
  quantity_done: string;
  photos: File[];
};

export type Mistakes = Partial<Record<Need, string>>;

type Words = { required: string; numberWrong: string; dueRange(from: string, to: string): string };

/** The longest that something may be parked. */
export const maxReviewDays = 90;

export function startDraft(of: Dossier, { event }: Allowed): Draft {
  const amount = (n: number | null) => (n === null ? '' : String(Math.round(n * 100) / 100));
  return {
    note: '',
    reason: undefined,
    unit_id: of.unit_id ?? undefined,
    due_on: event === 'extend' ? '' : (of.due_on ?? ''),
    review_on: '',
    quantity_planned: amount(of.quantity_planned ?? of.quantity),
    quantity_done: amount(of.quantity_planned ?? of.quantity),
    photos: [],
  };
}

/** Asked in this order, whatever the order of the server. */
const order: readonly Need[] = [
  'unit_id',
  'due_on',
  'review_on',
  'quantity_planned',
  'quantity_done',
  'photo:before',
  'photo:after',
  'photo:check',
  'reason',
  'note',
];

/** The fields to show; a position is taken by the device, not typed. */
export function asked({ needs, optional }: Allowed): { need: Need; required: boolean }[] {
  return order
    .filter((need) => needs.includes(need) || optional.includes(need))
    .map((need) => ({ need, required: needs.includes(need) }));
}

/** Days on which a deadline may fall. */
export function dueRange(today: string, campaign: Campaign | undefined): { from: string; to: string } {
  return { from: today, to: campaign?.ends_on ?? addDays(today, 365) };
}

export function mistakes(
  draft: Draft,
  allowed: Allowed,
  range: { from: string; to: string },
  words: Words,
  sayDay: (iso: string) => string,
): Mistakes {
  const found: Mistakes = {};
  for (const { need, required } of asked(allowed)) {
    const wrong = mistake(need, draft, required);
    if (wrong === 'missing') found[need] = words.required;
    else if (wrong === 'number') found[need] = words.numberWrong;
    else if (need === 'due_on' && draft.due_on && (draft.due_on < range.from || draft.due_on > range.to)) {
      found[need] = words.dueRange(sayDay(range.from), sayDay(range.to));
    }
  }
  return found;
}

function mistake(need: Need, draft: Draft, required: boolean): 'missing' | 'number' | undefined {
  if (need.startsWith('photo:')) return required && draft.photos.length === 0 ? 'missing' : undefined;
  const value = draft[need as Exclude<Need, `photo:${Phase}` | 'position'>];
  if (value === undefined || String(value).trim() === '') return required ? 'missing' : undefined;
  const isQuantity = need === 'quantity_planned' || need === 'quantity_done';
  return isQuantity && !(Number(value) > 0) ? 'number' : undefined;
}

/** The phase that the photos of this transition show. */
export function phaseOf(allowed: Allowed): Phase {
  const [phase] = allowed.photo_phases ?? [];
  if (phase) return phase;
  const need = [...allowed.needs, ...allowed.optional].find((entry) => entry.startsWith('photo:'));
  return need === 'photo:after' ? 'after' : need === 'photo:check' ? 'check' : 'before';
}

/** The command for the server: only what this event asks for. */
export function command(draft: Draft, allowed: Allowed, of: Dossier, opId: string, now: Date): Transition {
  const wants = (need: Need) => allowed.needs.includes(need) || allowed.optional.includes(need);
  const note = draft.note.trim();
  const planned = Number(draft.quantity_planned);
  const finished = Number(draft.quantity_done);
  return {
    op_id: opId,
    event: allowed.event,
    base_version: of.version,
    at: now.toISOString(),
    ...(wants('note') && note && { note }),
    ...(wants('reason') && draft.reason && { reason: draft.reason }),
    ...(wants('unit_id') && draft.unit_id !== undefined && { unit_id: draft.unit_id }),
    ...(wants('due_on') && draft.due_on && { due_on: draft.due_on }),
    ...(wants('review_on') && draft.review_on && { review_on: draft.review_on }),
    ...(wants('quantity_planned') && planned > 0 && { quantity_planned: planned }),
    ...(wants('quantity_done') && finished > 0 && { quantity_done: finished }),
  };
}
