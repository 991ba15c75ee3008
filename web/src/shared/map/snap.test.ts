import { expect, it } from 'vitest';
import { linesOf, snapped } from './snap';

const line = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
];

it('prefers a corner to an edge that is nearer', () => {
  expect(snapped({ x: 6, y: 3 }, [line])).toEqual({ x: 0, y: 0 });
  expect(snapped({ x: 50, y: 3 }, [line])).toEqual({ x: 50, y: 0 });
});

it('leaves alone what is far from everything, or beyond an end', () => {
  expect(snapped({ x: 50, y: 30 }, [line])).toBeUndefined();
  expect(snapped({ x: 130, y: 0 }, [line])).toBeUndefined();
  expect(snapped({ x: 0, y: 0 }, [])).toBeUndefined();
});

it('takes the nearest of several', () => {
  const other = line.map(({ x }) => ({ x, y: 8 }));
  expect(snapped({ x: 50, y: 5 }, [line, other])).toEqual({ x: 50, y: 8 });
});

it('outlines count as lines', () => {
  const ring = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];
  expect(linesOf({ type: 'MultiPolygon', coordinates: [[ring], [ring]] })).toHaveLength(2);
  expect(linesOf({ type: 'Point', coordinates: [0, 0] })).toEqual([]);
});
