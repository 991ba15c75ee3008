/** The ten states of a feature, in the order in which people read them. */
export const statuses = [
  'unsurveyed',
  'compliant',
  'listed',
  'planned',
  'in_progress',
  'submitted',
  'rework',
  'suspended',
  'verified',
  'void',
] as const;

export type Status = (typeof statuses)[number];

export function isStatus(word: string): word is Status {
  return (statuses as readonly string[]).includes(word);
}

/** What a status means to somebody who only wants to know what to do; cluster cells are summed by it. */
export type Group = 'unknown' | 'to_do' | 'doing' | 'check' | 'parked' | 'done' | 'hidden';

export const groupOf: Record<Status, Group> = {
  unsurveyed: 'unknown',
  compliant: 'done',
  listed: 'to_do',
  planned: 'to_do',
  in_progress: 'doing',
  submitted: 'check',
  rework: 'doing',
  suspended: 'parked',
  verified: 'done',
  void: 'hidden',
};

export const doneStatuses: readonly Status[] = ['compliant', 'verified'];

/** Statuses that still need somebody's work or decision. */
export const openStatuses: readonly Status[] = statuses.filter(
  (status) => !doneStatuses.includes(status) && status !== 'void',
);

/** The order of a mix bar: what is done first, what nobody looked at last. */
export const mixOrder: readonly Status[] = [
  'verified',
  'compliant',
  'submitted',
  'in_progress',
  'rework',
  'planned',
  'listed',
  'suspended',
  'unsurveyed',
];
