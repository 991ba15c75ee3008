import type { ImportChange, ImportRecord } from '../../shared/api/imports';

/** Records of one fate and code, by row; `reason` is what the importer says of them, where it says one thing of all. */
export type FateGroup = { code: string; reason: string; records: ImportRecord[] };

/** Groups the records of a fate by reason, the most frequent first. */
export function grouped(records: readonly ImportRecord[], fate: ImportRecord['fate']): FateGroup[] {
  const groups: Record<string, ImportRecord[]> = {};
  for (const record of records) if (record.fate === fate) (groups[record.code] ??= []).push(record);
  return Object.entries(groups)
    .map(([code, of]) => ({ code, reason: reasonOfAll(of), records: of }))
    .sort((a, b) => b.records.length - a.records.length);
}

function reasonOfAll(records: readonly ImportRecord[]): string {
  const reason = records[0]?.reason ?? '';
  return records.every((record) => record.reason === reason) ? reason : '';
}

/** In how many features each field changes, the most frequent first. */
export function changedFields(changes: readonly ImportChange[]): { field: string; n: number }[] {
  const counts: Record<string, number> = {};
  for (const { fields } of changes) for (const field of fields) counts[field] = (counts[field] ?? 0) + 1;
  return Object.entries(counts)
    .map(([field, n]) => ({ field, n }))
    .sort((a, b) => b.n - a.n);
}
