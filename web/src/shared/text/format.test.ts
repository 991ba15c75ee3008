import { describe, expect, it } from 'vitest';
import {
  ago,
  byPinyin,
  count,
  distance,
  figure,
  longDay,
  measure,
  moment,
  percent,
  points,
  shortDay,
} from './format';

describe('figures', () => {
  it.each([
    [96_000, '㎡', 'zh-CN', '9.6万㎡', '96,000㎡'],
    [36_000, '个', 'zh-CN', '3.6万个', '36,000个'],
    [1126, '', 'zh-CN', '1,126', '1,126'],
    [96_000, 'm²', 'en', '96,000 m²', '96,000 m²'],
  ] as const)('%d%s in %s', (n, unit, locale, text, full) => {
    expect(figure(n, unit, locale)).toEqual({ text, full });
  });

  it('writes 万 below ten thousand beside a 万 target', () => {
    expect(count(9_612, 'zh-CN', true)).toBe('0.96万');
  });

  it('writes shares, gaps and measures', () => {
    expect(percent(0.985, 'zh-CN')).toBe('98.5%');
    expect(points(-13, 'zh-CN')).toBe('−13.0');
    expect(points(3.66, 'en')).toBe('+3.7');
    expect(points(0.01, 'en')).toBe('0.0');
    expect(measure(186.2, 'm', 'zh-CN')).toBe('186 m');
    expect(measure(3.25, 'm', 'zh-CN')).toBe('3.3 m');
    expect(measure(4012, 'm²', 'zh-CN')).toBe('4,012㎡');
  });

  it('writes distances in the unit a walker thinks in', () => {
    const words = { metres: (n: string) => `${n} 米`, kilometres: (n: string) => `${n} 公里` };
    expect(distance(79.6, 'zh-CN', words)).toBe('80 米');
    expect(distance(143, 'zh-CN', words)).toBe('140 米');
    expect(distance(1230, 'zh-CN', words)).toBe('1.2 公里');
  });
});

describe('days and moments', () => {
  it('writes days in the order of the language', () => {
    expect(longDay('2022-08-30', 'zh-CN')).toBe('2022年8月30日');
    expect(longDay('2022-08-30', 'en')).toBe('30 Aug 2022');
    expect(shortDay('2022-08-30', 'zh-CN')).toBe('8月30日');
    expect(shortDay('2022-08-30', 'en')).toBe('30 Aug');
  });

  it('reads every clock in Shanghai, and names the year when it is another', () => {
    expect(moment('2022-08-12T00:40:00Z', 'zh-CN', 2022)).toBe('8月12日 08:40');
    expect(moment('2022-12-31T16:30:00Z', 'en', 2022)).toBe('1 Jan 2023 00:30');
  });

  it('tells how long ago in whole steps', () => {
    const words = {
      justNow: '刚刚',
      minutes: (n: number) => `${n} 分钟前`,
      hours: (n: number) => `${n} 小时前`,
      days: (n: number) => `${n} 天前`,
    };
    const now = Date.parse('2022-08-30T12:00:00Z');
    expect(ago('2022-08-30T11:59:30Z', now, words)).toBe('刚刚');
    expect(ago('2022-08-30T11:01:00Z', now, words)).toBe('59 分钟前');
    expect(ago('2022-08-30T09:00:00Z', now, words)).toBe('3 小时前');
    expect(ago('2022-08-28T11:00:00Z', now, words)).toBe('2 天前');
  });
});

it('names sort by pinyin', () => {
  expect(['新桥街道', '北门街道', '老街街道'].toSorted(byPinyin)).toEqual([
    '北门街道',
    '老街街道',
    '新桥街道',
  ]);
});
