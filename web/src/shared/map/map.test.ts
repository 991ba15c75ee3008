import { describe, expect, it } from 'vitest';
import { gather, shares, type Cell } from './clusters';
import { showAll, tileFilter } from './filter';
import { icons } from '../ui/icons';
import { statuses } from '../domain/status';
import { readShapes } from './marks';
import { splitGroups } from './palette';
import { latOf, lonOf, meets, tileCover, worldX, worldY } from './tile-cover';

describe('tileCover', () => {
  it('names the tile of a point at every zoom', () => {
    const tiles = tileCover([114.02, 33.57, 114.02, 33.57], 0, 14);
    expect(tiles).toHaveLength(15);
    expect(tiles.at(-1)).toEqual({ z: 14, x: 13381, y: 6568 });
  });

  it('takes in the neighbour whose buffer the point lies in', () => {
    const edge = -180 + 360 / 2;
    expect(tileCover([edge, 10, edge, 10], 1, 1)).toEqual([
      { z: 1, x: 0, y: 0 },
      { z: 1, x: 1, y: 0 },
    ]);
  });

  it('stays inside the world at its edges', () => {
    expect(tileCover([-180, -90, 180, 90], 1, 1)).toHaveLength(4);
  });
});

it('the world and back is where it began', () => {
  expect(lonOf(worldX(114.02))).toBeCloseTo(114.02, 9);
  expect(latOf(worldY(33.57))).toBeCloseTo(33.57, 9);
});

it('boxes that touch meet', () => {
  expect(meets([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true);
  expect(meets([0, 0, 1, 1], [1.1, 0, 2, 1])).toBe(false);
});

describe('tileFilter', () => {
  it('hides a kind that is switched off', () => {
    expect(tileFilter('berth', { ...showAll(19_000), kinds: new Set(['compound']) })).toEqual([
      'literal',
      false,
    ]);
  });

  it('judges what is overdue by the day it is given', () => {
    expect(JSON.stringify(tileFilter('compound', { ...showAll(19_000), quick: 'overdue' }))).toContain(
      '["<",["get","due_day"],19000]',
    );
  });
});

describe('gather', () => {
  const cells: Cell[] = [
    { kind: 'berth', group: 'done', count: 30, lon: 114.02, lat: 33.57 },
    { kind: 'berth', group: 'to_do', count: 10, lon: 114.0201, lat: 33.57 },
    { kind: 'painted_wall', group: 'doing', count: 5, lon: 114.02, lat: 33.5701 },
    { kind: 'berth', group: 'done', count: 7, lon: 114.4, lat: 33.6 },
  ];
  const total = (of: ReturnType<typeof gather>) =>
    of.features.reduce((sum, { properties }) => sum + properties.count, 0);

  it('loses nothing', () => {
    expect(total(gather(cells, 12.6, showAll(19_000), String))).toBe(52);
  });

  it('counts only the kinds that are shown', () => {
    expect(total(gather(cells, 12, { ...showAll(19_000), kinds: new Set(['painted_wall']) }, String))).toBe(
      5,
    );
  });

  it('keeps rings apart', () => {
    const close: Cell[] = [0, 1, 2, 3].map((i) => ({ ...cells[0], lon: 114 + i * 0.004 }) as Cell);
    expect(gather(close, 10, showAll(19_000), String).features).toHaveLength(1);
    expect(gather(close, 16, showAll(19_000), String).features).toHaveLength(4);
  });

  it('calls a sum an upper bound when the filter divides its group', () => {
    const filter = { ...showAll(19_000), statuses: new Set(['verified'] as const) };
    expect(gather(cells, 12, filter, String).features[0]?.properties.text).toBe('≤30');
  });
});

it('shares are sixteenths that sum to the whole and keep the smallest part', () => {
  for (const parts of [[0.98, 0.01, 0.01], [1 / 3, 1 / 3, 1 / 3], [1], [0.5, 0.03, 0.03, 0.03, 0.03, 0.38]]) {
    const units = shares(parts);
    expect(units.reduce((a, b) => a + b)).toBe(16);
    expect(Math.min(...units)).toBeGreaterThan(0);
  }
});

it('a group is split when only some of its statuses are shown', () => {
  expect([...splitGroups(new Set(['verified', 'listed', 'planned', 'submitted']))]).toEqual(['done']);
});

it('every sign of a status can be drawn on the map', () => {
  for (const status of statuses) {
    const shapes = readShapes(icons[`s-${status}`]);
    expect(shapes.length).toBe(icons[`s-${status}`].split('<').length - 1);
    for (const { path } of shapes) expect(path).toMatch(/^M[\d.]/);
  }
  expect(readShapes(icons['s-unsurveyed'])[0]?.dash).toEqual([2.6, 2.5]);
  expect(readShapes(icons['s-in_progress'])[1]?.solid).toBe(true);
});
