import { expect, it } from 'vitest';
import { changedAttributes, fieldsOf, fromForm, toForm, wrongNumbers } from './attributes';

const schema = {
  type: 'object',
  properties: {
    management: { enum: ['none', 'professional'], title: '物业管理', title_en: 'Management' },
    households: { type: 'integer', minimum: 0, title: '户数', title_en: 'Households' },
    width_m: { type: 'number', exclusiveMinimum: 0, maximum: 100, title: '宽' },
    lighting: { type: 'boolean', title: '路灯' },
    surface: { type: 'string', maxLength: 40, title: '路面' },
    tags: { type: 'array' },
  },
};
const fields = fieldsOf(schema, 'en');

it('asks for what a form can ask for, in the language where there is a title', () => {
  expect(fields.map(({ label, control }) => `${label}: ${control}`)).toEqual([
    'Management: choice',
    'Households: number',
    '宽: number',
    '路灯: choice',
    '路面: text',
  ]);
});

it('attributes go through the form unchanged', () => {
  const attributes = {
    management: 'none',
    households: 120,
    width_m: 3.5,
    lighting: false,
    surface: '青石板',
  };
  expect(fromForm(fields, toForm(fields, attributes))).toEqual(attributes);
});

it('what is empty is taken away, what is the same is not sent', () => {
  const before = { households: 120, surface: '沥青' };
  const after = fromForm(fields, { ...toForm(fields, before), surface: ' ', households: '120' });
  expect(changedAttributes(before, after)).toEqual({ surface: null });
});

it('finds numbers that cannot be', () => {
  expect(wrongNumbers(fields, { households: '1.5', width_m: '200' })).toEqual(['households', 'width_m']);
  expect(wrongNumbers(fields, { households: '', width_m: 'wide' })).toEqual(['width_m']);
  expect(wrongNumbers(fields, { households: '12', width_m: '3.2' })).toEqual([]);
});

it('the database keeps no order of keys, so that the words give it', () => {
  const keys = fieldsOf(schema, 'en', ['surface', 'households']).map(({ key }) => key);
  expect(keys).toEqual(['surface', 'households', 'management', 'width_m', 'lighting']);
});
