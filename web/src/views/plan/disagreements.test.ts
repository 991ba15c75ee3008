import { expect, it } from 'vitest';
import { attributeValue } from '../../shared/text/zh/domain';
import { map } from '../../shared/text/zh/map';
import { fieldsOf } from './attributes';
import { disagreements } from './disagreements';
import { undoing } from './drawing.svelte';

const fields = fieldsOf(
  {
    properties: {
      households: { type: 'integer', title: '户数' },
      management: { enum: ['none', 'professional'], title: '物业管理' },
    },
  },
  'zh-CN',
);
const base = { name: '交通小区', ref: 'XQ-1', attributes: { households: 120, management: 'none' } };

it('shows where both differ since one of them changed it, in words', () => {
  const theirs = { ...base, name: '交通苑', attributes: { households: 120, management: 'professional' } };
  const mine = { name: '交通小区', ref: 'XQ-1', attributes: { households: '130', management: 'none' } };
  expect(disagreements(base, theirs, mine, fields, { map, attributeValue })).toEqual([
    { label: '名称', mine: '交通小区', other: '交通苑' },
    { label: '户数', mine: '130', other: '120' },
    { label: '物业管理', mine: '三无', other: '专业物业' },
  ]);
});

it('what both changed alike is no disagreement', () => {
  const theirs = { ...base, attributes: { ...base.attributes, households: 130 } };
  const mine = { name: base.name, ref: base.ref, attributes: { households: '130', management: 'none' } };
  expect(disagreements(base, theirs, mine, fields, { map, attributeValue })).toEqual([]);
});

it('an edit is taken back field by field; what was not there is taken away', () => {
  const geometry: GeoJSON.Geometry = { type: 'Point', coordinates: [114, 33] };
  const before = { ...base, geometry };
  const edit = { name: '新名', attributes: { households: 130, built_year: 1990 } };
  expect(undoing(edit, before)).toEqual({
    name: '交通小区',
    attributes: { households: 120, built_year: null },
  });
  expect(undoing({ geometry: { type: 'Point', coordinates: [0, 0] } }, before)).toEqual({
    geometry,
  });
});
