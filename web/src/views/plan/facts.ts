import type { Dossier } from '../../shared/api/types';
import { dayNumber, dayNumberOf } from '../../shared/domain/day';
import { figure, longDay, measure, percent } from '../../shared/text/format';
import type { Locale, Text } from '../../shared/text/text.svelte';

export type Fact = { label: string; value: string; title?: string; aside?: string };

/** Attributes that carry a unit, and which. */
const attributeUnits: Record<string, string> = {
  width_m: 'm',
  height_m: 'm',
  openings_m2: 'm²',
  angle_deg: '°',
};

/** The dossier's table: amounts, who, when, then what is particular to the kind. */
export function facts(of: Dossier, words: Text, locale: Locale): Fact[] {
  const labels = words.plan.facts;
  const rows: (Fact | undefined)[] = [
    done(of, words, locale),
    sized(of, words, locale),
    { label: labels.unit, value: of.unit?.name ?? words.plan.noUnit },
    { label: labels.due, value: of.due_on ? longDay(of.due_on, locale) : words.plan.noDue },
    of.first_due_on && of.first_due_on !== of.due_on
      ? { label: labels.firstDue, value: longDay(of.first_due_on, locale) }
      : undefined,
    of.review_on ? { label: labels.review, value: longDay(of.review_on, locale) } : undefined,
    ...Object.entries(of.attributes).map(([key, value]) => attribute(key, value, words, locale)),
    of.source ? { label: labels.source, value: of.source } : undefined,
  ];
  return rows.filter((row) => row !== undefined);
}

/** 124 / 186 m 66.7%: done against planned, once there is something to compare. */
function done(of: Dossier, words: Text, locale: Locale): Fact | undefined {
  const planned = of.quantity_planned;
  if (planned === null || planned === 0) return undefined;
  const unit = quantityUnit(of, words, locale);
  if (of.quantity_done === null)
    return { label: words.plan.facts.planned, value: measure(planned, unit, locale) };
  return {
    label: words.plan.facts.done,
    value: `${measure(of.quantity_done, '', locale)} / ${measure(planned, unit, locale)}`,
    aside: percent(of.quantity_done / planned, locale),
  };
}

function sized(of: Dossier, words: Text, locale: Locale): Fact | undefined {
  const labels = words.plan.facts;
  const { length_m: length, area_m2: area } = of.measure;
  if (of.kind === 'back_street' && length)
    return { label: labels.length, value: measure(length, 'm', locale) };
  if (of.kind === 'compound' && area) return { label: labels.area, value: measure(area, 'm²', locale) };
  if (of.quantity === null) return undefined;
  const { text, full } = figure(of.quantity, words.unit[of.kind], locale);
  return { label: labels.quantity, value: text, title: full };
}

/** In which unit planned and done quantities of the kind are said: streets count by length where it is given so. */
export function quantityUnit(of: Pick<Dossier, 'kind'>, words: Text, locale: Locale): string {
  if (of.kind === 'painted_wall') return 'm²';
  return locale === 'zh-CN' ? words.unit[of.kind] : '';
}

function attribute(key: string, value: unknown, words: Text, locale: Locale): Fact | undefined {
  if (value === null || value === '' || typeof value === 'object') return undefined;
  const label = words.attribute[key] ?? key;
  if (typeof value === 'number' && key !== 'built_year') {
    return { label, value: measure(value, attributeUnits[key] ?? '', locale) };
  }
  return { label, value: words.attributeValue[String(value)] ?? String(value) };
}

/** Days since the status last changed; undefined when the history does not tell. */
export function daysInStatus(of: Pick<Dossier, 'history' | 'status'>, today: string): number | undefined {
  const entered = of.history.find(
    (event) => event.to_status === of.status && event.from_status !== of.status,
  );
  return entered && Math.max(0, dayNumberOf(today) - dayNumber(new Date(entered.at)));
}

/** 老街街道 · 老街社区: where it lies, the district left out, in the language where there is a name in it. */
export function place(of: Pick<Dossier, 'area'>, locale: Locale): string {
  return (of.area?.path ?? [])
    .filter(({ level }) => level !== 'district')
    .map(({ name, name_en }) => (locale === 'en' && name_en ? name_en : name))
    .join(' · ');
}
