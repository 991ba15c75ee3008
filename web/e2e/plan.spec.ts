import type { Page } from '@playwright/test';
import { barriers, expect, signIn, test } from './app.ts';

const street = { kind: 'back_street', name: '端到端一巷', ref: 'E2E-0001' };

/** A back street north of the river, as somebody would hand it in. */
const file = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { 台账编号: street.ref, 名称: street.name, 状态: '已建账' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [114.014, 33.571],
          [114.0155, 33.5714],
        ],
      },
    },
  ],
});

const filter = (page: Page) => page.getByRole('region', { name: '筛选' });

test('a planner imports a file, sees it, and plans it for a unit with a deadline', async ({ page }) => {
  await signIn(page, 'planner', '/plan');
  await page.getByRole('button', { name: '导入' }).click();
  await page.getByLabel('把文件拖到这里').setInputFiles({
    name: '背街小巷补录.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(file),
  });
  await expect(page.getByLabel('导入为')).toHaveValue('back_street');
  await page.getByRole('button', { name: '读取并比对' }).click();
  await page.getByRole('button', { name: '导入 1 条' }).click();
  await expect(page.getByText('已导入')).toBeVisible();
  await page.getByRole('region', { name: '导入' }).getByRole('button', { name: '关闭' }).click();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(street.ref);
  await page.getByRole('option', { name: new RegExp(street.name) }).waitFor();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('region', { name: '详情' });
  await expect(sheet.getByRole('heading', { name: street.name })).toBeVisible();
  await expect(page).toHaveURL(/sel=back_street\/\d+/);
  expect(await barriers(page)).toEqual([]);

  await sheet.getByRole('button', { name: '列入计划' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '列入计划' }).click();
  await expect(dialog.getByText('请填写').first()).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await dialog.getByLabel('责任单位').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: '30 天后' }).click();
  await dialog.getByRole('button', { name: '列入计划' }).click();
  await expect(sheet.getByText('已列计划').first()).toBeVisible();
  await expect(sheet.getByText('剩 30 天').first()).toBeVisible();
});

test('the address holds the filter, and a link opens the same view', async ({ page, context }) => {
  await signIn(page, 'planner', '/plan');
  await filter(page).getByRole('switch', { name: /^泊位/ }).click();
  await filter(page).getByRole('button', { name: '只看未完成' }).click();
  await expect(page).toHaveURL(/kinds=compound,back_street,painted_wall&status=/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(filter(other).getByRole('switch', { name: /^泊位/ })).not.toBeChecked();
  await expect(filter(other).getByRole('switch', { name: /^已销号/ })).not.toBeChecked();
});

test('what somebody else does shows without a reload', async ({ page, browser, baseURL }) => {
  await signIn(page, 'planner', '/plan?kinds=back_street');
  const planned = filter(page).getByRole('switch', { name: /^已列计划/ });
  const listed = filter(page).getByRole('switch', { name: /^已建账/ });
  const count = async (row: typeof planned) => Number((await row.innerText()).replace(/\D/g, ''));
  const before = [await count(listed), await count(planned)] as const;
  const other = await browser.newPage({ baseURL: baseURL ?? '' });
  await signIn(other, 'planner2', '/plan?kinds=back_street');
  const { items } = (await (
    await other.request.get('/api/v1/features?kind=back_street&status=listed&limit=1')
  ).json()) as {
    items: { id: number }[];
  };
  await other.goto(`/plan?sel=back_street/${items[0]?.id}`);
  await other.getByRole('button', { name: '列入计划' }).click();
  const dialog = other.getByRole('dialog');
  await dialog.getByLabel('责任单位').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: '14 天后' }).click();
  await dialog.getByRole('button', { name: '列入计划' }).click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => [await count(listed), await count(planned)])
    .toEqual([before[0] - 1, before[1] + 1]);
  await other.close();
});

test('the keyboard alone finds, opens and closes a feature', async ({ page }) => {
  await signIn(page, 'planner', '/plan');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('巷');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('region', { name: '详情' });
  await expect(sheet.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('nobody meets a barrier in the settings or the import panel', async ({ page }) => {
  await signIn(page, 'planner', '/plan');
  await page.getByRole('button', { name: '设置' }).click();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '导入' }).click();
  await expect(page.getByRole('button', { name: '读取并比对' })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
});
