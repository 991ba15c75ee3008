import { describe, expect, it } from 'vitest';
import type { Row } from '../../shared/api/types';
import { actionable, amountLeft, question } from './tasks';

const place = { lon: 114.27, lat: 30.6 };
const worker = { roles: ['field' as const] };
const verifier = { roles: ['verifier' as const] };

describe('the question behind a tab', () => {
  it('asks near a place by distance, within reach', () => {
    const { filter, sort } = question('near', worker, place);
    expect(sort).toBe('distance');
    expect(filter.near).toEqual({ ...place, radiusMetres: 2000 });
    expect(filter.statuses).not.toContain('submitted');
  });

  it("asks for the unit's open work by deadline, however far", () => {
    expect(question('mine', worker, place)).toEqual({
      filter: { myUnit: true, statuses: ['planned', 'in_progress', 'rework'], near: place },
      sort: 'due_on',
    });
  });

  it('reaches everywhere from a place that is not the own', () => {
    expect(question('near', worker, place, false).filter.near).toEqual(place);
  });

  it('sorts by deadline while no place is known', () => {
    expect(question('near', worker, undefined).sort).toBe('due_on');
  });

  it('shows a verifier what waits for a check', () => {
    expect(question('mine', verifier, undefined).filter).toEqual({ statuses: ['submitted'] });
    expect(question('overdue', verifier, undefined).filter).toEqual({
      statuses: ['submitted'],
      overdue: true,
    });
  });

  it('shows somebody who fixes and checks both kinds of work nearby', () => {
    const both = question('near', { roles: ['field', 'verifier'] }, place);
    expect(both.filter.statuses).toEqual(expect.arrayContaining(['rework', 'submitted']));
  });
});

it('leaves out what the own unit submitted', () => {
  const rows = [
    { id: 1, status: 'submitted', unit_id: 3 },
    { id: 2, status: 'submitted', unit_id: 4 },
    { id: 3, status: 'planned', unit_id: 3 },
  ] as Row[];
  expect(actionable(rows, { unit: { id: 3, name: '' } }).map(({ id }) => id)).toEqual([2, 3]);
});

it('counts what is left of the plan while work goes on', () => {
  const row = { quantity: 200, quantity_planned: 186, quantity_done: 124 };
  expect(amountLeft({ ...row, status: 'in_progress' })).toBe(62);
  expect(amountLeft({ ...row, status: 'rework' })).toBe(186);
  expect(
    amountLeft({ status: 'planned', quantity: null, quantity_planned: null, quantity_done: null }),
  ).toBeNull();
});
