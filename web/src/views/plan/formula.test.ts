import { expect, it } from 'vitest';
import type { FeatureLight } from '../../shared/api/types';
import * as zh from '../../shared/text/zh';
import { formula } from './formula';

const light: FeatureLight = {
  colour: 'yellow',
  rule: 'little_time',
  days_left: 11,
  days_total: 52,
  share: 11 / 52,
  reworks: 0,
  owed: 0,
  threshold: 0.3,
};
const said = (of: Partial<FeatureLight>) => Object.values(formula({ ...light, ...of }, zh, 'zh-CN')).join('');

it('a light says the numbers it was judged by', () => {
  expect(said({})).toBe('剩余 11 天 ÷ 计划 52 天 = 21.2%，不超过 30%');
  expect(said({ rule: 'on_time', days_left: 26, share: 0.5 })).toBe(
    '剩余 26 天 ÷ 计划 52 天 = 50.0%，超过 30%',
  );
  expect(said({ rule: 'overdue', days_left: -2 })).toBe('已过期限 2 天');
  expect(said({ rule: 'two_reworks', reworks: 3 })).toBe('本周期返工 3 次，两次即为红灯');
});
