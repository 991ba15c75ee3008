import { groupOf, statuses, type Group, type Status } from '../domain/status';

/** The map's colours in the theme in use. */
export type Palette = {
  land: string;
  block: string;
  school: string;
  building: string;
  buildingLine: string;
  road: string;
  roadCase: string;
  water: string;
  waterText: string;
  green: string;
  label: string;
  halo: string;
  ink: string;
  inkInverse: string;
  paper: string;
  surface: string;
  line: string;
  focus: string;
  status: Record<Status, string>;
  /** For a sign on the colour of a status. */
  onStatus: Record<Status, string>;
  gap: readonly [string, string, string, string, string];
};

/** Reads the tokens from the page, the only place where colours are written. */
export function readPalette(root: Element = document.documentElement): Palette {
  const css = getComputedStyle(root);
  const token = (name: string) => css.getPropertyValue(`--${name}`).trim();
  const ofStatus = (of: (status: Status) => string) =>
    Object.fromEntries(statuses.map((status) => [status, token(of(status))])) as Record<Status, string>;
  return {
    land: token('m-land'),
    block: token('m-block'),
    school: token('m-school'),
    building: token('m-bld'),
    buildingLine: token('m-bld-line'),
    road: token('m-road'),
    roadCase: token('m-case'),
    water: token('m-water'),
    waterText: token('m-water-tx'),
    green: token('m-park'),
    label: token('m-label'),
    halo: token('m-halo'),
    ink: token('ink'),
    inkInverse: token('ink-inv'),
    paper: token('paper'),
    surface: token('surface'),
    line: token('line-strong'),
    focus: token('focus'),
    status: ofStatus((status) => `st-${status}`),
    onStatus: ofStatus((status) => `on-${signShade[status] ?? 'dark'}`),
    gap: [token('gap-0'), token('gap-1'), token('gap-2'), token('gap-3'), token('gap-4')],
  };
}

/** Statuses whose colour is too light for a white sign. */
const signShade: Partial<Record<Status, 'light' | 'void'>> = {
  compliant: 'light',
  planned: 'light',
  in_progress: 'light',
  void: 'void',
};

/** The colour of a group is that of the status most of it has. */
const face: Record<Group, Status> = {
  unknown: 'unsurveyed',
  to_do: 'listed',
  doing: 'in_progress',
  check: 'submitted',
  parked: 'suspended',
  done: 'verified',
  hidden: 'void',
};

export const groupsInOrder: readonly Group[] = [
  'done',
  'check',
  'doing',
  'to_do',
  'parked',
  'unknown',
  'hidden',
];

export function groupColour(group: Group, palette: Palette): string {
  return palette.status[face[group]];
}

/** The groups of which some but not all statuses are shown: their sums cannot be taken apart. */
export function splitGroups(shown: ReadonlySet<Status>): Set<Group> {
  const split = new Set<Group>();
  for (const group of groupsInOrder) {
    const members = statuses.filter((status) => groupOf[status] === group);
    const visible = members.filter((status) => shown.has(status)).length;
    if (visible > 0 && visible < members.length) split.add(group);
  }
  return split;
}
