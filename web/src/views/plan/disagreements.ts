import type { Dossier } from '../../shared/api/types';
import type { Text } from '../../shared/text/text.svelte';
import { toForm, type AttributeField } from './attributes';
import type { Draft } from './drawing.svelte';

export type Disagreement = { label: string; mine: string; other: string };

/** The fields in which either side left the common base, and the two differ. */
export function disagreements(
  base: Pick<Dossier, 'name' | 'ref' | 'attributes'>,
  theirs: Pick<Dossier, 'name' | 'ref' | 'attributes'>,
  mine: Draft,
  fields: readonly AttributeField[],
  words: Pick<Text, 'map' | 'attributeValue'>,
): Disagreement[] {
  const said = (value: string) => words.attributeValue[value] ?? value;
  const before = toForm(fields, base.attributes);
  const other = toForm(fields, theirs.attributes);
  const rows = [
    { label: words.map.name, was: base.name, mine: mine.name.trim(), other: theirs.name },
    { label: words.map.ref, was: base.ref, mine: mine.ref.trim(), other: theirs.ref },
    ...fields.map(({ key, label }) => ({
      label,
      was: said(before[key] ?? ''),
      mine: said((mine.attributes[key] ?? '').trim()),
      other: said(other[key] ?? ''),
    })),
  ];
  return rows
    .filter((row) => row.mine !== row.other && (row.mine !== row.was || row.other !== row.was))
    .map((row) => ({ label: row.label, mine: row.mine, other: row.other }));
}
