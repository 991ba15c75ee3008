import { expect, it } from 'vitest';
import type { ImportRecord } from '../../shared/api/imports';
import { changedFields, grouped } from './fates';

function record(row: number, fate: ImportRecord['fate'], code: string): ImportRecord {
  return { row, fate, code, ref: '', reason: '', value: '' };
}

it('groups the records of a fate by reason, the most frequent first', () => {
  const records = [
    record(1, 'quarantined', 'nan'),
    record(2, 'warned', 'overlap'),
    record(3, 'quarantined', 'bad_value'),
    record(4, 'quarantined', 'bad_value'),
  ];
  const groups = grouped(records, 'quarantined').map(({ code, records: of }) => [
    code,
    of.map(({ row }) => row),
  ]);
  expect(groups).toEqual([
    ['bad_value', [3, 4]],
    ['nan', [1]],
  ]);
});

it('counts in how many features each field changes', () => {
  const changes = [
    { row: 1, ref: '', fields: ['name', 'geom'] },
    { row: 2, ref: '', fields: ['geom'] },
  ];
  expect(changedFields(changes)).toEqual([
    { field: 'geom', n: 2 },
    { field: 'name', n: 1 },
  ]);
});
