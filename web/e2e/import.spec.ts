import { barriers, expect, signIn, test } from './app.ts';

/** Degrees in China without a coordinate system: two berths in the district and one far from it. */
const berths = [
  'ref,capacity,lon,lat',
  'E2E-1,4,114.0201,33.5801',
  'E2E-2,6,114.0203,33.5803',
  'E2E-3,6,118.1201,24.5001',
].join('\n');

test('a planner answers what a file does not say, without sending it again', async ({ page }) => {
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && /\/api\/v1\/imports$/.test(request.url())) uploads.push(request.url());
  });
  await signIn(page, 'planner', '/plan');
  await page.getByRole('navigation', { name: '主导航' }).getByText('导入').click();
  const panel = page.getByRole('region', { name: '导入' });
  const file = { name: '停车泊位.csv', mimeType: 'text/csv', buffer: Buffer.from(berths) };
  await panel.getByLabel('把文件拖到这里').setInputFiles(file);
  await expect(panel.getByLabel('导入为')).toHaveValue('berth');
  await panel.getByRole('button', { name: '读取并比对' }).click();

  await expect(panel.getByText('文件用的是哪种坐标系？')).toBeVisible();
  await expect(panel.getByText('文件中心落在 114.02030, 33.58010').first()).toContainText('本区内');
  await expect(panel.getByRole('button', { name: '按所选读取' })).toBeDisabled();
  expect(await barriers(page)).toEqual([]);
  await panel.getByRole('radio', { name: /WGS 84/ }).check();
  await panel.getByRole('button', { name: '按所选读取' }).click();

  await expect(panel.getByText('1 条待处理记录没有导入')).toBeVisible();
  await expect(panel.getByRole('heading', { name: '在本区以外' })).toBeVisible();
  await expect(panel.getByText('E2E-3', { exact: true })).toBeVisible();
  expect(uploads).toHaveLength(1);
  expect(await barriers(page)).toEqual([]);

  await panel.getByText('更多选项').click();
  await panel.getByLabel('台账编号').selectOption('不取');
  await panel.getByRole('button', { name: '按此重新读取' }).click();
  await expect(panel.getByRole('button', { name: '按此重新读取' })).toBeHidden();
  await panel.getByText('更多选项').click();
  await expect(panel.getByLabel('台账编号')).toHaveValue('');
  await panel.getByLabel('台账编号').selectOption('ref');
  await panel.getByRole('button', { name: '按此重新读取' }).click();
  await expect(panel.getByRole('button', { name: '按此重新读取' })).toBeHidden();
  await panel.getByRole('button', { name: '导入 2 条' }).click();
  await expect(panel.getByText('已导入', { exact: true })).toBeVisible();
  expect(uploads).toHaveLength(1);

  await panel.getByRole('button', { name: '再导入一份' }).click();
  await panel.getByRole('button', { name: '撤回这次导入' }).first().click();
  await expect(panel.getByText('确定撤回？')).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await panel.getByRole('button', { name: '确定撤回' }).click();
  await expect(panel.getByText('已撤回', { exact: true })).toBeVisible();
});

test('an import on which later work stands names it instead of being taken back', async ({ page }) => {
  await signIn(page, 'planner', '/plan');
  const point = (ref: string, lon: number) => ({
    type: 'Feature',
    properties: { ref, capacity: 4 },
    geometry: { type: 'Point', coordinates: [lon, 33.5811] },
  });
  const collection = {
    type: 'FeatureCollection',
    features: [point('E2E-8', 114.0211), point('E2E-9', 114.0213)],
  };
  await page.getByRole('navigation', { name: '主导航' }).getByText('导入').click();
  const panel = page.getByRole('region', { name: '导入' });
  await panel.getByLabel('把文件拖到这里').setInputFiles({
    name: 'berths.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(collection)),
  });
  await panel.getByRole('button', { name: '读取并比对' }).click();
  await panel.getByRole('button', { name: '导入 2 条' }).click();
  await expect(panel.getByText('已导入', { exact: true })).toBeVisible();

  const found = await page.request.get('/api/v1/features?q=E2E-8');
  const { items } = (await found.json()) as { items: { id: number; ref: string; version: number }[] };
  const berth = items.find(({ ref }) => ref === 'E2E-8');
  const edited = await page.request.patch(`/api/v1/features/${berth?.id}`, {
    headers: { 'If-Match': `"${berth?.version}"` },
    data: { op_id: crypto.randomUUID(), name: '东门' },
  });
  expect(edited.ok()).toBe(true);

  await panel.getByRole('button', { name: '撤回', exact: true }).click();
  await panel.getByRole('button', { name: '确定撤回' }).click();
  await expect(panel.getByRole('alert')).toContainText('不能整体撤回');
  await expect(panel.getByRole('listitem').filter({ hasText: 'E2E-8' })).toBeVisible();
  await expect(panel.getByRole('listitem').filter({ hasText: 'E2E-9' })).toHaveCount(0);
});
