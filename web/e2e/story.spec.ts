import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { barriers, expect, signIn, test } from './app.ts';
import { atRest, showsStatus } from './picture.ts';

const street = { name: '故事一巷', ref: 'STORY-0001', at: [114.0147, 33.5712] as const };

/** The street as a bureau hands it over: a zipped Shapefile in CGCS2000 metres, its words in GBK. */
function handedIn() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'backstreet-story-'));
  const [plain, file] = [path.join(folder, 'story.geojson'), path.join(folder, 'story.shp.zip')];
  const [lon, lat] = street.at;
  const coordinates = [
    [lon - 0.0007, lat - 0.0002],
    [lon + 0.0007, lat + 0.0002],
  ];
  const feature = {
    type: 'Feature',
    properties: { 台账编号: street.ref, 名称: street.name, 状态: '已建账' },
    geometry: { type: 'LineString', coordinates },
  };
  writeFileSync(plain, JSON.stringify(feature));
  const shape = ['-f', 'ESRI Shapefile', '-t_srs', 'EPSG:4547', '-lco', 'ENCODING=GBK'];
  execFileSync('ogr2ogr', [...shape, file, plain]);
  return { name: '背街小巷台账.shp.zip', mimeType: 'application/zip', buffer: readFileSync(file) };
}

/** Somebody with a device of their own. */
async function person(browser: Browser, baseURL: string | undefined, phone = false): Promise<BrowserContext> {
  return browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...(phone
      ? {
          viewport: { width: 390, height: 844 },
          isMobile: true,
          hasTouch: true,
          permissions: ['geolocation'],
          geolocation: { longitude: street.at[0], latitude: street.at[1], accuracy: 8 },
        }
      : { viewport: { width: 1440, height: 900 } }),
  });
}

/** A picture as a camera would hand it over. */
async function photo(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 480];
    const draw = canvas.getContext('2d');
    if (!draw) throw new Error('no canvas');
    draw.fillStyle = '#d8d2c4';
    draw.fillRect(0, 0, 640, 480);
    draw.fillStyle = '#8a8f96';
    draw.fillRect(0, 320, 640, 160);
    return canvas.toDataURL('image/jpeg', 0.8);
  });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function importAndPlan(page: Page, unit: string): Promise<Locator> {
  await signIn(page, 'planner', '/plan');
  await page.getByRole('button', { name: '导入' }).click();
  await page.getByLabel('把文件拖到这里').setInputFiles(handedIn());
  await page.getByLabel('导入为').selectOption('back_street');
  await page.getByRole('button', { name: '读取并比对' }).click();
  await page.getByRole('button', { name: '导入 1 条' }).click();
  await expect(page.getByText('已导入').first()).toBeVisible();
  await page.getByRole('region', { name: '导入' }).getByRole('button', { name: '关闭' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(street.ref);
  await page.getByRole('option', { name: new RegExp(street.name) }).waitFor();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('region', { name: '详情' });
  await sheet.getByRole('button', { name: '列入计划' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('责任单位').selectOption({ label: unit });
  await dialog.getByRole('button', { name: '30 天后' }).click();
  await dialog.getByRole('button', { name: '列入计划' }).click();
  await expect(sheet.getByText('已列计划').first()).toBeVisible();
  return sheet;
}

test('a back street is imported, planned, fixed, verified, and everybody sees it happen', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const [desk, phone, check, board] = await Promise.all([
    person(browser, baseURL),
    person(browser, baseURL, true),
    person(browser, baseURL, true),
    person(browser, baseURL),
  ]);
  const [planner, field, verifier, leader] = await Promise.all(
    [desk, phone, check, board].map((c) => c.newPage()),
  );
  if (!planner || !field || !verifier || !leader) throw new Error('four people take part');

  await field.goto('/');
  await signIn(field, 'field', '/field');
  const me = await whoIs(phone);
  await signIn(leader, 'leader', '/lead');
  await leader
    .getByRole('button', { name: /背街小巷/ })
    .first()
    .click();
  const before = await doneStreets(board);
  const overlay = leader.locator('canvas').first();
  const overlayBefore = await atRest(overlay);

  const sheet = await importAndPlan(planner, me.unit);
  await expect.poll(() => showsStatus(planner, 'planned')).toBe(true);

  await field.getByRole('button', { name: new RegExp(street.name) }).click();
  await expect(field.getByRole('heading', { name: street.name })).toBeVisible();
  expect(await barriers(field)).toEqual([]);
  const picture = { name: 'after.jpg', mimeType: 'image/jpeg', buffer: await photo(field) };
  await field.locator('input[type=file]').first().setInputFiles(picture);
  await field.getByRole('button', { name: '报验', exact: true }).click();
  await expect(field.getByText('报验：已记录')).toBeVisible();
  await expect(field.getByText(/照片已传到服务器/)).toBeVisible();

  // Nobody touches the planner's page: sheet and map follow by themselves.
  await expect(sheet.getByText('待核查').first()).toBeVisible();
  await expect.poll(() => showsStatus(planner, 'submitted')).toBe(true);

  await signIn(verifier, 'verifier', '/field');
  const checker = await whoIs(check);
  expect(checker.unit).not.toBe(me.unit);
  await verifier.getByRole('button', { name: new RegExp(street.name) }).click();
  await verifier.getByRole('button', { name: '核查通过', exact: true }).click();
  await expect(verifier.getByText('核查通过：已记录')).toBeVisible();

  await expect(sheet.getByText('已销号').first()).toBeVisible();
  await expect.poll(() => showsStatus(planner, 'verified')).toBe(true);

  // Nor the leader's: headline, ranking and overlay tell one street more.
  const after = await doneStreets(board);
  expect(after.district).toBe(before.district + 1);
  await expect(leader.getByRole('button', { name: /背街小巷/ }).first()).toContainText(
    new RegExp(`(^|\\D)${after.district} ?/`),
  );
  const [area, done] = Object.entries(after.streets).find(([name, n]) => n !== before.streets[name]) ?? [];
  expect(done).toBe((before.streets[area ?? ''] ?? 0) + 1);
  await expect(leader.getByRole('row', { name: new RegExp(area ?? 'none') })).toContainText(
    new RegExp(`${area}\\s*${done} ?/`),
  );
  await expect.poll(async () => (await atRest(overlay)) !== overlayBefore).toBe(true);

  // Who, when and where.
  for (const [happened, ...words] of [
    ['导入', '周岚'],
    ['列入计划', '周岚'],
    ['报验', me.name, me.unit, '33.57120'],
    ['核查通过', checker.name, checker.unit],
  ]) {
    let entry = sheet.getByRole('listitem').filter({ hasText: happened ?? '' });
    for (const word of words) entry = entry.filter({ hasText: word });
    await expect(entry.first()).toBeVisible();
    const at = Date.parse((await entry.first().locator('time').getAttribute('datetime')) ?? '');
    expect(Math.abs(Date.now() - at)).toBeLessThan(15 * 60_000);
  }
  expect(await barriers(planner)).toEqual([]);
  expect(await barriers(leader)).toEqual([]);
  await planner.screenshot({ path: 'test-results/story-planner.png' });
  await leader.screenshot({ path: 'test-results/story-leader.png' });
  await field.screenshot({ path: 'test-results/story-field.png' });
  await Promise.all([desk, phone, check, board].map((c) => c.close()));
});

/** The name of who is signed in, and of that person's unit. */
async function whoIs(context: BrowserContext): Promise<{ name: string; unit: string }> {
  const me = (await (await context.request.get('/api/v1/session')).json()) as {
    name: string;
    unit: { name: string };
  };
  return { name: me.name, unit: me.unit.name };
}

/** Back streets done: in the district, and in each of its streets. */
async function doneStreets(context: BrowserContext) {
  const read = async <Answer>(url: string) => (await (await context.request.get(url)).json()) as Answer;
  type Done = { kind: string; done_count: number };
  const { kinds } = await read<{ kinds: Done[] }>('/api/v1/progress');
  const { items } = await read<{ items: { area: { name: string }; kinds: Record<string, Done> }[] }>(
    '/api/v1/progress/areas?level=street',
  );
  return {
    district: kinds.find(({ kind }) => kind === 'back_street')?.done_count ?? 0,
    streets: Object.fromEntries(
      items.map((row) => [row.area.name, row.kinds.back_street?.done_count ?? 0]),
    ) as Record<string, number>,
  };
}
