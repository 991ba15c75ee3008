import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';

/** A page that fails its test when the policy blocks something or a script breaks. */
export const test = base.extend<{ complaints: string[] }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from it
  baseURL: async ({}, use) => {
    const url = process.env.BACKSTREET_URL;
    if (!url) throw new Error('the server is started by e2e/server.ts');
    await use(url);
  },
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (/Content Security Policy|could not be loaded/.test(message.text()))
          complaints.push(message.text());
      });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL)
          complaints.push(`left its origin: ${request.url()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export async function signIn(page: Page, username: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(process.env.BACKSTREET_PASSWORD ?? '');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
}

/** Signs in without the form. */
export async function signInAs(context: BrowserContext, username: string): Promise<void> {
  const answer = await context.request.post('/api/v1/session', {
    headers: { 'Idempotency-Key': crypto.randomUUID() },
    data: { username, password: process.env.BACKSTREET_PASSWORD ?? '' },
  });
  expect(answer.ok()).toBe(true);
}

/** What WCAG 2 A and AA forbid on the page as it is. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
