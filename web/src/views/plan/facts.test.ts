import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../shared/api/types';
import * as zh from '../../shared/text/zh';
import { daysInStatus, facts, place } from './facts';

const wall = {
  kind: 'painted_wall',
  status: 'in_progress',
  quantity: 12_400,
  quantity_planned: 12_000,
  quantity_done: 3_000,
  measure: { length_m: 400 },
  unit: { id: 1, name: '城管三中队' },
  due_on: '2022-09-10',
  first_due_on: '2022-08-20',
  review_on: null,
  attributes: { height_m: 3.2, finish: '真石漆', empty: null },
  source: '',
} as unknown as Dossier;

describe('facts', () => {
  it('lead with done against planned, then size, unit, both deadlines and attributes', () => {
    expect(facts(wall, zh, 'zh-CN')).toEqual([
      { label: '完成', value: '3,000 / 12,000㎡', aside: '25.0%' },
      { label: '数量', value: '1.2万㎡', title: '12,400㎡' },
      { label: '责任单位', value: '城管三中队' },
      { label: '期限', value: '2022年9月10日' },
      { label: '原期限', value: '2022年8月20日' },
      { label: '墙高', value: '3.2 m' },
      { label: '饰面', value: '真石漆' },
    ]);
  });

  it('say when there is no unit and no deadline yet', () => {
    const fresh = {
      ...wall,
      unit: null,
      due_on: null,
      first_due_on: null,
      quantity_planned: null,
      quantity: null,
      attributes: {},
    };
    expect(facts(fresh, zh, 'zh-CN').map(({ value }) => value)).toEqual(['未指定', '未定']);
  });
});

it('the days in a status begin with the event that led to it', () => {
  const history = [
    {
      event: 'extend',
      from_status: 'in_progress',
      to_status: 'in_progress',
      at: '2022-08-20T09:00:00+08:00',
    },
    { event: 'start', from_status: 'planned', to_status: 'in_progress', at: '2022-08-12T08:40:00+08:00' },
  ] as unknown as Dossier['history'];
  expect(daysInStatus({ history, status: 'in_progress' }, '2022-08-30')).toBe(18);
  expect(daysInStatus({ history: [], status: 'in_progress' }, '2022-08-30')).toBeUndefined();
});

it('a place leaves the district out and speaks English where there is English', () => {
  const path = [
    { id: 1, level: 'district', name: '源汇区', name_en: 'Yuanhui' },
    { id: 2, level: 'street', name: '老街街道', name_en: 'Laojie Subdistrict' },
    { id: 3, level: 'community', name: '老街社区', name_en: '' },
  ] as const;
  const area = { id: 3, name: '老街社区', path: [...path] };
  expect(place({ area }, 'zh-CN')).toBe('老街街道 · 老街社区');
  expect(place({ area }, 'en')).toBe('Laojie Subdistrict · 老街社区');
});
