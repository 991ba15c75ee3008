import type * as zh from './zh';

/** All words of the app. zh-CN is the model: a key that another language lacks does not compile. */
export type Text = typeof zh;

export const locales = { 'zh-CN': '简体中文', en: 'English' } as const;
export type Locale = keyof typeof locales;

const load: Record<Locale, () => Promise<Text>> = { 'zh-CN': () => import('./zh'), en: () => import('./en') };
const memory = 'backstreet.locale';

let text = $state.raw<Text>();
let locale = $state<Locale>('zh-CN');

/** The words of the language in use. */
export function t(): Text {
  if (!text) throw new Error('read the language with setLocale before anything is shown');
  return text;
}

export function currentLocale(): Locale {
  return locale;
}

/** Switches the language and remembers it on this device; addresses never hold it. */
export async function setLocale(next: Locale): Promise<void> {
  text = await load[next]();
  locale = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(memory, next);
  } catch {
    // Storage is refused in private windows; the choice then lasts as long as the page.
  }
}

export function initialLocale(): Locale {
  return chooseLocale(readMemory(), navigator.languages);
}

/** What was chosen before, else the first language of the browser that we speak, else Chinese. */
export function chooseLocale(remembered: string | null, browser: readonly string[]): Locale {
  if (remembered && remembered in locales) return remembered as Locale;
  const spoken = browser.find((tag) => /^(zh|en)\b/i.test(tag));
  return spoken?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

function readMemory(): string | null {
  try {
    return localStorage.getItem(memory);
  } catch {
    return null;
  }
}
