import fs from 'node:fs/promises';
import { barriers, expect, signIn, test } from './app.ts';

test('a planner takes away what the filter shows', async ({ page }) => {
  await signIn(page, 'planner', '/plan?kinds=back_street');
  await page.getByRole('region', { name: '筛选' }).getByRole('button', { name: '导出' }).click();
  const panel = page.getByRole('region', { name: '导出' });
  await panel.getByLabel('格式').selectOption('geojson');
  await expect(panel.getByLabel('范围')).toContainText(/全部（\d+）/);
  expect(await barriers(page)).toEqual([]);
  const shown = Number(/（(\d+)）/.exec((await panel.getByLabel('范围').textContent()) ?? '')?.[1]);

  const coming = page.waitForEvent('download');
  await panel.getByRole('button', { name: '开始导出' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^back_street-[\d-]+\.geojson$/);
  const collection = JSON.parse(await fs.readFile(await file.path(), 'utf8')) as GeoJSON.FeatureCollection;
  expect(collection.features.length).toBe(shown);
  await expect(panel.getByText(`${shown} 项`)).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await panel.getByRole('button', { name: '删除' }).click();
  await expect(panel.getByText('还没有导出过')).toBeVisible();
});
