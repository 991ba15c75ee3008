import type { Locator, Page } from '@playwright/test';
import { expect } from './app.ts';

/** How far a drawn colour may be from its token: edges are smoothed. */
const tolerance = 12;

/**
 * Whether the map shows the status' colour where the flag of the chosen feature stands. It looks at the
 * picture itself, so that it tells what a person sees.
 */
export async function showsStatus(page: Page, status: string): Promise<boolean> {
  const flag = await page.locator('.map-flag').boundingBox();
  if (!flag) return false;
  const foot = { x: flag.x + flag.width / 2, y: flag.y + flag.height + 10 };
  const png = await page.screenshot({ clip: { x: foot.x - 8, y: foot.y - 8, width: 16, height: 16 } });
  return page.evaluate(
    async ({ png, token, tolerance }) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${png}`;
      await picture.decode();
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const draw = canvas.getContext('2d');
      if (!draw) return false;
      draw.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
      draw.fillRect(0, 0, 1, 1);
      const wanted = draw.getImageData(0, 0, 1, 1).data;
      draw.drawImage(picture, 0, 0);
      const { data } = draw.getImageData(0, 0, picture.width, picture.height);
      for (let at = 0; at < data.length; at += 4)
        if ([0, 1, 2].every((c) => Math.abs((data[at + c] ?? 0) - (wanted[c] ?? 0)) <= tolerance))
          return true;
      return false;
    },
    { png: png.toString('base64'), token: `--st-${status}`, tolerance },
  );
}

/** The picture of an element once it has come to rest. */
export async function atRest(element: Locator): Promise<string> {
  let last = '';
  await expect
    .poll(async () => {
      const before = last;
      last = (await element.screenshot()).toString('base64');
      return last === before;
    })
    .toBe(true);
  return last;
}

/** The colour of one pixel of the page. */
export async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return page.evaluate(async (base64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${base64}`;
    await picture.decode();
    const draw = new OffscreenCanvas(1, 1).getContext('2d');
    draw?.drawImage(picture, 0, 0);
    return [...(draw?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])];
  }, png.toString('base64'));
}
