/** The longest round length that fits, and its width: 100 m drawn 84 px wide. */
export function scaleBar(metresPerPixel: number, maxPx: number): { metres: number; px: number } {
  const most = metresPerPixel * maxPx;
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((factor) => factor * magnitude <= most) ?? 1;
  const metres = step * magnitude;
  return { metres, px: metres / metresPerPixel };
}
