import type { Page } from '@playwright/test';
import { barriers, expect, signIn, test } from './app.ts';
import { archive } from './archive.ts';
import { colourAt } from './picture.ts';

/** Fields in the west, where our own map is green and there is no work to cover another. */
const fields = '/plan?map=15/33.53/113.88';
/** A pixel of the map that no panel covers. */
const spot = [800, 500] as const;

const panel = (page: Page) => page.getByRole('region', { name: '图层与底图' });
const redOverGreen = async (page: Page) => {
  const [red = 0, green = 0] = await colourAt(page, ...spot);
  return red - green;
};

test('another base map comes through our origin, shifted work and all, and the address tells it', async ({
  page,
}) => {
  await signIn(page, 'planner', fields);
  await page.getByRole('button', { name: '图层与底图' }).click();
  expect(await barriers(page)).toEqual([]);
  await panel(page).getByRole('switch', { name: '名称' }).click();
  await expect(page).toHaveURL(/hide=names/);
  const shifted = page.waitForResponse(/tiles\/\d+\/\d+\/\d+\.mvt\?crs=gcj02$/);
  await panel(page)
    .getByRole('radio', { name: /^偏移底图/ })
    .check();
  expect((await shifted).ok()).toBe(true);
  await expect(page.getByText('测试图商')).toBeVisible();
  await expect(page).toHaveURL(/base=shifted/);
  await expect.poll(() => redOverGreen(page)).toBeLessThan(-60);
  // The address stays that of the ground.
  await expect(page).toHaveURL(/map=15\.00\/33\.5300.\/113\.8800./);

  await page.getByRole('button', { name: '画面' }).click();
  await expect(page.getByText('GCJ-02 底图上不能绘制和编辑')).toBeVisible();

  await page.reload();
  await expect(page.getByText('测试图商')).toBeVisible();
  await page.getByRole('button', { name: '图层与底图' }).click();
  await panel(page)
    .getByRole('radio', { name: /^不用底图/ })
    .check();
  await expect.poll(async () => Math.abs(await redOverGreen(page))).toBeLessThan(8);
  await expect(page.getByText('测试图商')).toBeHidden();
});

test('an archive dropped onto the map is shown and not sent', async ({ page }) => {
  await signIn(page, 'planner', fields);
  await expect(page.getByRole('button', { name: '图层与底图' })).toBeVisible();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.url());
  });
  const carried = await page.evaluateHandle(
    ({ bytes, name }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name));
      return transfer;
    },
    { bytes: [...archive([230, 20, 20], '甲公司')], name: '航片 2022.pmtiles' },
  );
  await page.locator('main').dispatchEvent('drop', { dataTransfer: carried });
  await expect(page.getByText('甲公司')).toBeVisible();
  await expect.poll(() => redOverGreen(page)).toBeGreaterThan(60);
  await page.getByRole('button', { name: '图层与底图' }).click();
  await expect(panel(page).getByRole('radio', { name: /^航片 2022/ })).toBeChecked();
  await panel(page)
    .getByRole('radio', { name: /^本区底图/ })
    .check();
  await expect.poll(() => redOverGreen(page)).toBeLessThan(20);
  expect(sent).toEqual([]);
});
