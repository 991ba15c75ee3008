import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { barriers, expect, signIn, test } from './app.ts';

const street = { name: '故事一巷', ref: 'STORY-0001', at: [114.0147, 33.5712] as const };

const handedIn = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { 台账编号: street.ref, 名称: street.name, 状态: '已建账' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [114.014, 33.571],
          [114.0154, 33.5714],
        ],
      },
    },
  ],
});

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
  await page.getByLabel('把文件拖到这里').setInputFiles({
    name: '故事.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(handedIn),
  });
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
  const me = (await (await phone.request.get('/api/v1/session')).json()) as {
    name: string;
    unit: { name: string };
  };
  await signIn(leader, 'leader', '/lead');
  const before = await doneStreets(board);

  const sheet = await importAndPlan(planner, me.unit.name);

  await field.getByRole('button', { name: new RegExp(street.name) }).click();
  await expect(field.getByRole('heading', { name: street.name })).toBeVisible();
  expect(await barriers(field)).toEqual([]);
  const picture = { name: 'after.jpg', mimeType: 'image/jpeg', buffer: await photo(field) };
  await field.locator('input[type=file]').first().setInputFiles(picture);
  await field.getByRole('button', { name: '报验', exact: true }).click();
  await expect(field.getByText('报验：已记录')).toBeVisible();
  await expect(field.getByText(/照片已传到服务器/)).toBeVisible();

  // Nobody touches the planner's page: the sheet follows by itself.
  await expect(sheet.getByText('待核查').first()).toBeVisible();

  await signIn(verifier, 'verifier', '/field');
  await verifier.getByRole('button', { name: new RegExp(street.name) }).click();
  await verifier.getByRole('button', { name: '核查通过', exact: true }).click();
  await expect(verifier.getByText('核查通过：已记录')).toBeVisible();

  await expect(sheet.getByText('已销号').first()).toBeVisible();
  expect(await doneStreets(board)).toBe(before + 1);
  await expect(leader.getByRole('button', { name: /背街小巷/ }).first()).toContainText(String(before + 1));

  // Who, when and where.
  const history = sheet.getByRole('listitem');
  await expect(
    history.filter({ hasText: '报验' }).filter({ hasText: me.name }).filter({ hasText: '33.57120' }),
  ).toBeVisible();
  await expect(history.filter({ hasText: '核查通过' }).first()).toBeVisible();
  expect(await barriers(planner)).toEqual([]);
  expect(await barriers(leader)).toEqual([]);
  await planner.screenshot({ path: 'test-results/story-planner.png' });
  await leader.screenshot({ path: 'test-results/story-leader.png' });
  await field.screenshot({ path: 'test-results/story-field.png' });
  await Promise.all([desk, phone, check, board].map((c) => c.close()));
});

async function doneStreets(context: BrowserContext): Promise<number> {
  const progress = (await (await context.request.get('/api/v1/progress')).json()) as {
    kinds: { kind: string; done_count: number }[];
  };
  return progress.kinds.find(({ kind }) => kind === 'back_street')?.done_count ?? 0;
}
