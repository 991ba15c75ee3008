import { describe, expect, it } from 'vitest';
import { homeOf, patchSearch, viewOf } from './route';

describe('viewOf', () => {
  it.each([
    ['/plan', 'plan'],
    ['/field/12', 'field'],
    ['/', undefined],
    ['/planner', undefined],
  ])('%s is %s', (path, view) => expect(viewOf(path)).toBe(view));
});

describe('homeOf', () => {
  it.each([
    [['planner', 'admin'], 'plan'],
    [['verifier'], 'field'],
    [['leader'], 'lead'],
    [['admin'], 'admin'],
  ] as const)('%j starts at %s', (roles, view) => expect(homeOf({ roles: [...roles] })).toBe(view));
});

describe('patchSearch', () => {
  it('changes one parameter and keeps the others readable', () => {
    expect(patchSearch('?kinds=berth,compound&sel=berth/7', { map: '15/33.57/114.02' })).toBe(
      '?kinds=berth,compound&sel=berth/7&map=15/33.57/114.02',
    );
  });
  it('removes what is empty, and the question mark with the last', () => {
    expect(patchSearch('?sel=berth/7', { sel: null })).toBe('');
  });
});
