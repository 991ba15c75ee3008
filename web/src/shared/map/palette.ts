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
  gap: readonly [string, string, string, string, string];
};

/** Reads the tokens from the page, the only place where colours are written. */
export function readPalette(root: Element = document.documentElement): Palette {
  const css = getComputedStyle(root);
  const token = (name: string) => css.getPropertyValue(`--${name}`).trim();
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
    status: Object.fromEntries(statuses.map((status) => [status, token(`st-${status}`)])) as Record<
      Status,
      string
    >,
    gap: [token('gap-0'), token('gap-1'), token('gap-2'), token('gap-3'), token('gap-4')],
  };
}

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
