import { describe, expect, it } from 'vitest';
import * as en from './en';
import { chooseLocale } from './text.svelte';
import * as zh from './zh';

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`));
}

describe('words', () => {
  it('exist in English wherever they exist in Chinese, open-ended lists included', () => {
    expect(keys(en)).toEqual(expect.arrayContaining(keys(zh)));
    expect(keys(zh)).toEqual(expect.arrayContaining(keys(en)));
  });

  it('hold no Chinese in English', () => {
    expect(JSON.stringify(en)).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('chooseLocale', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    [null, ['en-GB', 'zh-CN'], 'en'],
    [null, ['de', 'zh-TW', 'en'], 'zh-CN'],
    [null, ['de'], 'zh-CN'],
    ['klingon', [], 'zh-CN'],
  ])('remembered %s, browser %j: %s', (remembered, browser, expected) => {
    expect(chooseLocale(remembered, browser)).toBe(expected);
  });
});
