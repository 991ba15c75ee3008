import type { Locale } from './text.svelte';

/** A figure as people say it, and in full for a tooltip. */
export type Figure = { text: string; full: string };

const wan = 10_000;
const shanghai = 'Asia/Shanghai';

function plain(n: number, locale: Locale, digits = 0): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(n);
}

/** 3.6万, 0.96万 beside a 万 target, 1,126; English has no 万 and writes the figure out. */
export function count(n: number, locale: Locale, inWan = n >= wan): string {
  if (locale !== 'zh-CN' || !inWan) return plain(n, locale);
  return `${plain(n / wan, locale, n < wan ? 2 : 1)}万`;
}

/** 9.6万㎡ with 96,000㎡ in full: a number and the unit of its kind. */
export function figure(n: number, unit: string, locale: Locale): Figure {
  const gap = locale === 'zh-CN' || unit === '' ? '' : ' ';
  return { text: count(Math.round(n), locale) + gap + unit, full: plain(n, locale, 2) + gap + unit };
}

/** 186 m, 18.5㎡: one decimal below ten, none above. */
export function measure(n: number, unit: string, locale: Locale): string {
  const shown = locale === 'zh-CN' && unit === 'm²' ? '㎡' : unit;
  return `${plain(n, locale, n < 10 ? 1 : 0)}${shown === '㎡' || shown === '' ? '' : ' '}${shown}`;
}

/** 98.5% of a share of 0.985. */
export function percent(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

/** +3.7, −13.0: a gap in percentage points, with a true minus sign. */
export function points(n: number, locale: Locale): string {
  const digits = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    Math.abs(n),
  );
  return (n < -0.05 ? '−' : n > 0.05 ? '+' : '') + digits;
}

/** 2022年8月30日, or 30 Aug 2022, of `2022-08-30`. */
export function longDay(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    year: 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${iso}T00:00:00Z`));
}

/** 8月30日, or 30 Aug. */
export function shortDay(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${iso}T00:00:00Z`));
}

/** 8月12日 08:40 on the clocks of Shanghai, with the year when it is not `thisYear`. */
export function moment(instant: string, locale: Locale, thisYear: number): string {
  const at = new Date(instant);
  const year = Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: shanghai }).format(at));
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    ...(year === thisYear ? {} : { year: 'numeric' as const }),
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: shanghai,
  })
    .format(at)
    .replace(/,? at |, /, ' ');
}

/** The whole instant, for a tooltip. */
export function fullMoment(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone: shanghai,
  }).format(new Date(instant));
}

type Moments = {
  justNow: string;
  minutes(n: number): string;
  hours(n: number): string;
  days(n: number): string;
};

/** 刚刚, 5 分钟前, 3 小时前, 2 天前; `now` in milliseconds. */
export function ago(instant: string | number, now: number, words: Moments): string {
  const minutes = Math.floor((now - new Date(instant).getTime()) / 60_000);
  if (minutes < 1) return words.justNow;
  if (minutes < 60) return words.minutes(minutes);
  if (minutes < 24 * 60) return words.hours(Math.floor(minutes / 60));
  return words.days(Math.floor(minutes / (24 * 60)));
}

/** 80 米, 1.2 公里. */
export function distance(
  metres: number,
  locale: Locale,
  words: { metres(n: string): string; kilometres(n: string): string },
): string {
  if (metres < 1000)
    return words.metres(plain(metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10, locale));
  return words.kilometres(plain(metres / 1000, locale, 1));
}

/** Names in the order of a Chinese list: by pinyin. */
export function byPinyin(a: string, b: string): number {
  return pinyin.compare(a, b);
}
const pinyin = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true });
