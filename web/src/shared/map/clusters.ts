import { groupOf, type Group } from '../domain/status';
import type { MapFilter } from './filter';
import { groupColour, groupsInOrder, splitGroups, type Palette } from './palette';
import { latOf, lonOf, worldX, worldY } from './tile-cover';

/** One cell of the tile's grid: features of one kind and group near a point. */
export type Cell = { kind: string; group: Group; count: number; lon: number; lat: number };

export type Clusters = GeoJSON.FeatureCollection<
  GeoJSON.Point,
  { ring: string; text: string; scale: number; count: number }
>;

export const noClusters: Clusters = { type: 'FeatureCollection', features: [] };

/** A ring is drawn in sixteenths, so that a few hundred pictures serve every mix. */
const steps = 16;
/**
 * Rings nearer than this many pixels are one; a ring is 36 wide. From afar they stand for all there is to see, later
 * they must leave the compounds between them visible.
 */
const apartPx = (zoom: number) => (zoom < 12 ? 56 : 96);
const tilePx = 512;

type Ring = { x: number; y: number; count: number; bound: boolean; groups: Map<Group, number> };

/**
 * Gathers cells that would overlap on the screen into rings, nothing lost: the counts of all rings sum up to the
 * counts of the cells shown. A group that the filter splits cannot be taken apart; its count is then an upper bound.
 */
export function gather(
  cells: readonly Cell[],
  zoom: number,
  filter: MapFilter,
  say: (n: number) => string,
): Clusters {
  const shownGroups = new Set([...filter.statuses].map((status) => groupOf[status]));
  const split = splitGroups(filter.statuses);
  const shown = cells.filter(
    ({ kind, group }) => shownGroups.has(group) && (filter.kinds as ReadonlySet<string>).has(kind),
  );
  const scale = 2 ** Math.floor(zoom) * tilePx;
  const apart = apartPx(zoom);
  const rings: Ring[] = [];
  // The largest first, so that they stay where they are and draw the small ones in.
  for (const cell of shown.toSorted((a, b) => b.count - a.count)) {
    const at = { x: worldX(cell.lon) * scale, y: worldY(cell.lat) * scale };
    const near = rings.find(({ x, y }) => Math.hypot(x - at.x, y - at.y) < apart);
    const ring = near ?? { ...at, count: 0, bound: false, groups: new Map<Group, number>() };
    if (!near) rings.push(ring);
    ring.count += cell.count;
    ring.bound ||= split.has(cell.group);
    ring.groups.set(cell.group, (ring.groups.get(cell.group) ?? 0) + cell.count);
  }
  return {
    type: 'FeatureCollection',
    features: rings.map(({ x, y, count, bound, groups }) => {
      const text = (bound ? '≤' : '') + say(count);
      return {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [lonOf(x / scale), latOf(y / scale)] },
        properties: { ring: ringName(groups, count), text, scale: ringScale(text), count },
      };
    }),
  };
}

/** Large enough for its count: three figures fit into a ring as it is drawn. */
function ringScale(text: string): number {
  return 1 + 0.18 * Math.max(0, text.length - 3);
}

function ringName(groups: ReadonlyMap<Group, number>, count: number): string {
  return `ring:${shares(groupsInOrder.map((group) => (groups.get(group) ?? 0) / count)).join(',')}`;
}

/** Sixteenths that sum to sixteen and give every group that is there at least one. */
export function shares(parts: readonly number[]): number[] {
  const units = parts.map((part) => (part === 0 ? 0 : Math.max(1, Math.round(part * steps))));
  let excess = units.reduce((sum, unit) => sum + unit, 0) - steps;
  while (excess !== 0) {
    const largest = units.indexOf(Math.max(...units));
    units[largest] = (units[largest] ?? 0) - Math.sign(excess);
    excess -= Math.sign(excess);
  }
  return units;
}

/** Draws the picture of a ring name: a paper disc with a ring of group colours, 36 px at twice the density. */
export function drawRing(name: string, colours: Palette): ImageData | undefined {
  const units = name.slice('ring:'.length).split(',').map(Number);
  const size = 72;
  const pen = new OffscreenCanvas(size, size).getContext('2d');
  if (!pen) return undefined;
  const centre = size / 2;
  pen.beginPath();
  pen.arc(centre, centre, 34, 0, 2 * Math.PI);
  pen.fillStyle = colours.surface;
  pen.fill();
  pen.strokeStyle = colours.line;
  pen.lineWidth = 1.4;
  pen.stroke();
  pen.lineWidth = 8;
  let from = -Math.PI / 2;
  units.forEach((unit, i) => {
    const group = groupsInOrder[i];
    if (unit === 0 || !group) return;
    const to = from + (unit / steps) * 2 * Math.PI;
    pen.beginPath();
    pen.arc(centre, centre, 28, from, to);
    pen.strokeStyle = groupColour(group, colours);
    pen.stroke();
    from = to;
  });
  return pen.getImageData(0, 0, size, size);
}
