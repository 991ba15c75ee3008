import type { Locale } from '../../shared/text/text.svelte';

/** What a kind's JSON Schema asks for, as a form shows it. */
export type AttributeField = {
  key: string;
  label: string;
  control: 'text' | 'number' | 'choice';
  /** Values of a choice: words of an enum, `true` and `false` of a flag. */
  choices: string[];
  integer: boolean;
  min?: number;
  max?: number;
  maxLength?: number;
};

type Property = {
  type?: string;
  enum?: unknown[];
  title?: string;
  title_en?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  maxLength?: number;
};

/** The fields of a schema, those that are in `order` first and so; what a form cannot ask for (lists, objects) is left to the API. */
export function fieldsOf(
  schema: Record<string, unknown>,
  locale: Locale,
  order: readonly string[] = [],
): AttributeField[] {
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const sorted = Object.entries(properties).sort(([a], [b]) => place(a) - place(b));
  return sorted.flatMap(([key, property]) => {
    const control = controlOf(property);
    if (!control) return [];
    const min = property.minimum ?? property.exclusiveMinimum;
    return {
      key,
      label: (locale === 'en' ? property.title_en : property.title) ?? property.title ?? key,
      control,
      choices: property.type === 'boolean' ? ['true', 'false'] : (property.enum ?? []).map(String),
      integer: property.type === 'integer',
      ...(min !== undefined && { min }),
      ...(property.maximum !== undefined && { max: property.maximum }),
      ...(property.maxLength !== undefined && { maxLength: property.maxLength }),
    };
  });
}

function controlOf({ type, enum: words }: Property): AttributeField['control'] | undefined {
  if (words || type === 'boolean') return 'choice';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' || type === undefined ? 'text' : undefined;
}

/** Attributes as texts; what is not there is empty. */
export function toForm(
  fields: readonly AttributeField[],
  attributes: Record<string, unknown>,
): Record<string, string> {
  return Object.fromEntries(fields.map(({ key }) => [key, String(attributes[key] ?? '')]));
}

/** What the form says, as the attributes have it; null for what is empty. */
export function fromForm(
  fields: readonly AttributeField[],
  form: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.key, value(field, (form[field.key] ?? '').trim())]));
}

function value({ control, choices }: AttributeField, text: string): unknown {
  if (text === '') return null;
  if (control === 'number') return Number(text);
  return choices[0] === 'true' ? text === 'true' : text;
}

/** Keys of numbers that are none, not whole, or outside their bounds. */
export function wrongNumbers(
  fields: readonly AttributeField[],
  form: Readonly<Record<string, string>>,
): string[] {
  return fields
    .filter(({ control, key }) => control === 'number' && (form[key] ?? '').trim() !== '')
    .filter(({ key, integer, min = -Infinity, max = Infinity }) => {
      const number = Number(form[key]);
      return !Number.isFinite(number) || number < min || number > max || (integer && number % 1 !== 0);
    })
    .map(({ key }) => key);
}

/** What differs between two sets of attributes, for a PATCH: null takes away. */
export function changedAttributes(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(after).filter(([key, next]) => (before[key] ?? null) !== next));
}
