import { describe, expect, it } from 'vitest';
import type { Allowed, Dossier } from '../../shared/api/types';
import { asked, command, mistakes, startDraft } from './transition';

const plan: Allowed = {
  event: 'plan',
  to: 'planned',
  needs: ['due_on', 'unit_id'],
  optional: ['note', 'quantity_planned'],
  primary: true,
};
const street = { version: 4, quantity: 1, quantity_planned: null, unit_id: null, due_on: null } as Dossier;
const words = {
  required: 'fill',
  numberWrong: 'number',
  dueRange: (from: string, to: string) => `${from}–${to}`,
};
const range = { from: '2022-08-30', to: '2022-12-31' };
const wrong = (change: object) =>
  mistakes({ ...startDraft(street, plan), ...change }, plan, range, words, (day) => day);

describe('planning', () => {
  it('asks for the unit first and the note last', () => {
    expect(asked(plan).map(({ need }) => need)).toEqual(['unit_id', 'due_on', 'quantity_planned', 'note']);
  });

  it('names what is missing', () => {
    expect(wrong({})).toEqual({ unit_id: 'fill', due_on: 'fill' });
  });

  it('holds the deadline inside the campaign', () => {
    expect(wrong({ unit_id: 3, due_on: '2023-01-01' })).toEqual({ due_on: '2022-08-30–2022-12-31' });
    expect(wrong({ unit_id: 3, due_on: '2022-12-31' })).toEqual({});
  });

  it('refuses an amount that is no number above zero', () => {
    expect(wrong({ unit_id: 3, due_on: '2022-12-31', quantity_planned: '-2' })).toEqual({
      quantity_planned: 'number',
    });
  });

  it('sends what it asked for and nothing else', () => {
    const draft = {
      ...startDraft(street, plan),
      unit_id: 3,
      due_on: '2022-09-10',
      review_on: '2022-10-01',
      note: ' ',
    };
    expect(command(draft, plan, street, 'op-1', new Date('2022-08-30T01:00:00Z'))).toEqual({
      op_id: 'op-1',
      event: 'plan',
      base_version: 4,
      at: '2022-08-30T01:00:00.000Z',
      unit_id: 3,
      due_on: '2022-09-10',
      quantity_planned: 1,
    });
  });
});

it('a photo that is required and not there is a mistake', () => {
  const list: Allowed = {
    event: 'list',
    to: 'listed',
    needs: ['note', 'photo:before'],
    optional: [],
    primary: true,
  };
  const draft = { ...startDraft(street, list), note: '路面破损' };
  expect(mistakes(draft, list, range, words, (day) => day)).toEqual({ 'photo:before': 'fill' });
});
