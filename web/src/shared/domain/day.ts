const msPerDay = 86_400_000;
/** Every day of the domain is a day in Shanghai, which has kept +08:00 without summer time since 1991. */
const shanghaiOffsetMs = 8 * 3_600_000;

/** Whole days since 1970-01-01 in Asia/Shanghai: the day number that tiles carry. */
export function dayNumber(date: Date): number {
  return Math.floor((date.getTime() + shanghaiOffsetMs) / msPerDay);
}

/** The day number of `2022-08-30`. */
export function dayNumberOf(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / msPerDay;
}

/** `2022-08-30` of a day number. */
export function isoDay(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** `2022-08-30` plus days. */
export function addDays(iso: string, days: number): string {
  return isoDay(dayNumberOf(iso) + days);
}
