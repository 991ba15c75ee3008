import type { Page } from '@playwright/test';
import { barriers, expect, signIn, test } from './app.ts';

/** North of the town, where nothing is to cling to. */
const place = '/plan?map=17/33.5795/113.985';
/** Pixels of the corners; the panel on the left covers the first 400. */
const corners = [
  [700, 300],
  [900, 310],
  [890, 450],
  [720, 440],
] as const;

const sheet = (page: Page) => page.getByRole('region', { name: '详情' });
const tools = (page: Page) => page.getByRole('toolbar', { name: '地图工具' });

async function compounds(page: Page): Promise<number> {
  const row = page.getByRole('region', { name: '筛选' }).getByRole('switch', { name: /^小区/ });
  return Number((await row.innerText()).replace(/\D/g, ''));
}

async function drawn(page: Page, name: string): Promise<{ id: number; version: number; bbox: number[] }> {
  await tools(page).getByRole('button', { name: '画面' }).click();
  await expect(page.getByRole('region', { name: '绘制' })).toBeVisible();
  for (const [x, y] of corners) {
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
  }
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: '绘制' });
  await panel.getByLabel('名称').fill(name);
  await panel.getByLabel('户数').fill('120');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await panel.getByRole('button', { name: '保存' }).click();
  return (await (await answer).json()) as { id: number; version: number; bbox: number[] };
}

async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 8 });
  await page.mouse.up();
}

test('a planner draws a compound, sees it on the map and in the counts, moves a corner and takes that back', async ({
  page,
}) => {
  await signIn(page, 'planner', place);
  await expect(tools(page).getByRole('button', { name: '画面' })).toBeVisible();
  await expect.poll(() => compounds(page)).toBeGreaterThan(0);
  const before = await compounds(page);
  const { id, bbox } = await drawn(page, '新画小区');
  await expect(sheet(page).getByRole('heading', { name: '新画小区' })).toBeVisible();
  await expect(sheet(page).getByText('120')).toBeVisible();
  await expect.poll(() => compounds(page)).toBe(before + 1);

  // It is in the tile: a click on the map finds it.
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
  await expect(async () => {
    await page.mouse.click(800, 330);
    await expect(sheet(page)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(page).toHaveURL(new RegExp(`sel=compound/${id}`));

  await sheet(page).getByRole('button', { name: '编辑' }).click();
  const panel = page.getByRole('region', { name: '编辑' });
  await expect(panel).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await drag(page, corners[1], [980, 280]);
  await expect(tools(page).getByRole('button', { name: '撤销' })).toBeEnabled();
  await panel.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存：新画小区')).toBeVisible();
  const east = async () => {
    const feature = (await (await page.request.get(`/api/v1/features/${id}`)).json()) as { bbox: number[] };
    return feature.bbox[2] ?? 0;
  };
  expect(await east()).toBeGreaterThan((bbox[2] ?? 0) + 0.0001);

  await tools(page).getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('已撤销对“新画小区”的修改')).toBeVisible();
  expect(await east()).toBeCloseTo(bbox[2] ?? 0, 8);
});

test('who is second to save sees both versions and keeps his own', async ({ page }) => {
  await signIn(page, 'planner', place.replace('33.5795', '33.5845'));
  const { id, version } = await drawn(page, '两人小区');
  await sheet(page).getByRole('button', { name: '编辑' }).click();
  const panel = page.getByRole('region', { name: '编辑' });
  await panel.getByLabel('户数').fill('150');
  const other = await page.request.patch(`/api/v1/features/${id}`, {
    headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': crypto.randomUUID() },
    data: { name: '改名小区', attributes: { households: 140, buildings: 6 } },
  });
  expect(other.ok()).toBe(true);
  await panel.getByRole('button', { name: '保存' }).click();
  const conflict = panel.getByRole('alert');
  await expect(conflict.getByRole('row', { name: '户数' })).toHaveText(/150\s*140/);
  expect(await barriers(page)).toEqual([]);
  await conflict.getByRole('button', { name: '在其上保留我的修改' }).click();
  await panel.getByRole('button', { name: '保存' }).click();
  await expect(sheet(page).getByRole('heading', { name: '改名小区' })).toBeVisible();
  await expect(sheet(page).getByText('150')).toBeVisible();
});

test('an outline that crosses itself is refused in words, at its place', async ({ page }) => {
  await signIn(page, 'planner', place.replace('33.5795', '33.5895'));
  await tools(page).getByRole('button', { name: '画面' }).click();
  for (const [x, y] of corners) {
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
  }
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: '绘制' });
  await expect(panel.getByText('拖动顶点可修改')).toBeVisible();
  await drag(page, corners[1], [800, 520]);
  await panel.getByRole('button', { name: '保存' }).click();
  await expect(panel.getByText('轮廓与自身相交。')).toBeVisible();
  await expect(page.locator('.map-fault')).toBeVisible();
});
