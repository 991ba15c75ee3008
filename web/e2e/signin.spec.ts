import { barriers, expect, signIn, test } from './app.ts';

test('a wrong password is told, the right one opens what was asked for', async ({ page }) => {
  await page.goto('/plan?kinds=berth');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('请填写用户名')).toBeVisible();
  await page.getByLabel('用户名').fill('planner');
  await page.getByLabel('密码', { exact: true }).fill('not this one');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByText('用户名或密码不对')).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await signIn(page, 'planner', '/plan?kinds=berth');
  expect(page.url()).toContain('kinds=berth');
});

test('the language is chosen once and remembered', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Backstreet' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in to Backstreet' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('everybody starts where they work', async ({ page }) => {
  await signIn(page, 'leader');
  await expect(page).toHaveURL(/\/lead/);
});
