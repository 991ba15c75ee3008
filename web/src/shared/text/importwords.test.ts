import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as en from './en';
import * as zh from './zh';

/** The codes that an import can give; a test of the server writes and checks the lists. */
function golden(name: string): string[] {
  const file = new URL(`../../../../jobs/testdata/${name}.golden`, import.meta.url);
  return readFileSync(file, 'utf8').trim().split('\n');
}

describe.each([
  ['refusals in Chinese', 'refusals', zh.importRefusals],
  ['refusals in English', 'refusals', en.importRefusals],
  ['faults in Chinese', 'faults', zh.importFaults],
  ['faults in English', 'faults', en.importFaults],
])('%s', (_, list, words) => {
  it('have words for every code of the importer, and for no other', () => {
    expect(Object.keys(words).toSorted()).toEqual(golden(list).toSorted());
  });
});
