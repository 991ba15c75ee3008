import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as en from './en';
import * as zh from './zh';

/** The codes that the server can give; its own test writes and checks the list. */
const codes = readFileSync(new URL('../../../../api/testdata/problems.golden', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** What went wrong before the server could say. */
const ours = ['network', 'timeout', 'unexpected'];

describe.each([
  ['Chinese', zh.problems],
  ['English', en.problems],
])('problems in %s', (_, words) => {
  it('have words for every code of the server', () => {
    expect(codes.filter((code) => !words[code])).toEqual([]);
  });

  it('have no words for a code that nobody gives', () => {
    expect(Object.keys(words).filter((code) => !codes.includes(code) && !ours.includes(code))).toEqual([]);
  });
});
