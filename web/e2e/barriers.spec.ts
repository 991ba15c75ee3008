import { barriers, expect, signInAs, test } from './app.ts';

const views = [
  { user: '', path: '/', ready: 'form', phone: false },
  { user: 'planner', path: '/plan', ready: '[role=switch]', phone: false },
  { user: 'field', path: '/field', ready: '[role=tab]', phone: true },
  { user: 'verifier', path: '/field', ready: '[role=tab]', phone: true },
  { user: 'leader', path: '/lead', ready: 'table', phone: false },
  { user: 'admin', path: '/admin', ready: 'table', phone: false },
];

for (const locale of ['zh-CN', 'en-US'])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`nobody meets a barrier in ${locale}, ${colorScheme}`, async ({ browser, baseURL }) => {
      test.setTimeout(180_000);
      for (const { user, path, ready, phone } of views) {
        const context = await browser.newContext({
          baseURL: baseURL ?? '',
          locale,
          colorScheme,
          timezoneId: 'Asia/Shanghai',
          viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
        });
        if (user) await signInAs(context, user);
        const page = await context.newPage();
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        await expect(page.locator('html')).toHaveAttribute('lang', locale === 'zh-CN' ? 'zh-CN' : 'en');
        expect(await barriers(page), `${user} at ${path}`).toEqual([]);
        await context.close();
      }
    });
