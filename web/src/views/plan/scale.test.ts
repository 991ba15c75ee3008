import { expect, it } from 'vitest';
import { scaleBar } from './scale';

it.each([
  [1, 100, 100, 100],
  [1, 120, 100, 100],
  [0.9, 120, 100, 111],
  [76, 120, 5000, 66],
])('%d m a pixel in %d px: %d m', (metresPerPixel, room, metres, px) => {
  const bar = scaleBar(metresPerPixel, room);
  expect(bar.metres).toBe(metres);
  expect(Math.round(bar.px)).toBe(px);
});
