import { describe, expect, it } from 'vitest';
import type { Allowed } from '../../shared/api/types';
import { fitted, type Shot } from './camera';
import {
  content,
  identified,
  missing,
  onSiteEvents,
  photoOf,
  startQuantity,
  stepped,
  whyNote,
} from './report';

const submit: Allowed = {
  event: 'submit',
  to: 'submitted',
  needs: ['quantity_done', 'photo:after'],
  optional: ['position', 'note', 'photo:before'],
  primary: true,
};
const pass: Allowed = {
  event: 'pass',
  to: 'verified',
  needs: [],
  optional: ['note', 'position', 'photo:check'],
  primary: true,
};
const suspend: Allowed = {
  event: 'suspend',
  to: 'suspended',
  needs: ['note', 'review_on'],
  optional: [],
  primary: false,
};
const start: Allowed = { event: 'start', to: 'in_progress', needs: [], optional: ['note'], primary: false };
const shot = { uid: 'u1', sha256: 'ab', bytes: new Blob(['1234']), url: '' } satisfies Shot;
const position = { lon: 114.27, lat: 30.6, accuracy_m: 9 };
const full = { note: '', quantity: 18, shots: [shot], position };

describe('what is offered on site', () => {
  it('puts the main event first and leaves planning to the desk', () => {
    expect(onSiteEvents([start, suspend, submit]).map(({ event }) => event)).toEqual(['submit', 'start']);
  });

  it('takes the photo that is needed before the one that is welcome', () => {
    expect(photoOf(submit)).toEqual({ phase: 'after', required: true });
    expect(photoOf(pass)).toEqual({ phase: 'check', required: false });
    expect(photoOf(start)).toBeUndefined();
  });
});

describe('a submission', () => {
  it('needs words when the position proves nothing', () => {
    expect(whyNote(submit, false, false)).toBe('presence');
    expect(whyNote(submit, false, true)).toBeUndefined();
    expect(whyNote(pass, false, false)).toBeUndefined();
  });

  it('needs words when it is overdue', () => {
    expect(whyNote({ ...submit, needs: [...submit.needs, 'note'] }, true, true)).toBe('overdue');
  });

  it('names everything that is missing at once', () => {
    const empty = { note: ' ', quantity: NaN, shots: [], position: undefined };
    expect(missing(empty, submit, 'presence')).toEqual(['photo', 'quantity', 'note']);
    expect(missing(full, submit, undefined)).toEqual([]);
  });

  it('announces its photos with the phase of the event', () => {
    expect(content(full, submit, { version: 4 })).toEqual({
      event: 'submit',
      base_version: 4,
      quantity_done: 18,
      position,
      photos: [{ uid: 'u1', sha256: 'ab', bytes: 4, phase: 'after' }],
    });
  });

  it('sends what the event does not ask for to nobody', () => {
    expect(content(full, start, { version: 4 })).toEqual({ event: 'start', base_version: 4 });
  });

  it('keeps its identity when sent again from another place, and gets a new one when it says something else', () => {
    const now = new Date('2022-08-30T01:00:00Z');
    const first = identified(content(full, submit, { version: 4 }), undefined, 'op-1', now);
    const moved = content({ ...full, position: { ...position, lon: 114.28 } }, submit, { version: 4 });
    expect(identified(moved, first, 'op-2', now)).toBe(first);
    const said = content({ ...full, note: '定位不准' }, submit, { version: 4 });
    expect(identified(said, first, 'op-2', now).op_id).toBe('op-2');
  });
});

it('starts from the planned amount and never steps below zero', () => {
  expect(startQuantity({ quantity: 20, quantity_planned: 18.456 })).toBe(18.46);
  expect(startQuantity({ quantity: null, quantity_planned: null })).toBe(1);
  expect(stepped(0.5, -1)).toBe(0);
  expect(stepped(NaN, 1)).toBe(1);
});

it('makes large photos small and leaves small ones alone', () => {
  expect(fitted(4000, 3000)).toEqual({ width: 2560, height: 1920 });
  expect(fitted(800, 600)).toEqual({ width: 800, height: 600 });
});
