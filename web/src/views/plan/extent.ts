import { listFeatures } from '../../shared/api/features';
import type { Bounds, LonLat } from '../../shared/api/types';

const memory = 'backstreet.camera';
/** Enough of the larger kinds to know where the town is. */
const sample = 200;
/** Share of the points on each side that may lie outside: one village must not make the town small. */
const outliers = 0.03;

/** Where the work is: what to show to somebody who comes without a place in mind. */
export async function extentOfWork(): Promise<Bounds | undefined> {
  const { items } = await listFeatures(
    { kinds: ['compound', 'back_street'] },
    { limit: sample, sort: 'ref' },
  );
  return extentOf(items.map(({ point }) => point));
}

export function extentOf(points: readonly LonLat[]): Bounds | undefined {
  if (points.length === 0) return undefined;
  const [west, east] = middle(points.map(([lon]) => lon));
  const [south, north] = middle(points.map(([, lat]) => lat));
  return [west, south, east, north];
}

function middle(values: number[]): [low: number, high: number] {
  const sorted = values.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length * outliers);
  return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
}

/** The camera of the last visit on this device. */
export function lastCamera(): string | null {
  try {
    return localStorage.getItem(memory);
  } catch {
    return null;
  }
}

export function rememberCamera(text: string): void {
  try {
    localStorage.setItem(memory, text);
  } catch {
    // Storage is refused in private windows; the next visit then starts at the work.
  }
}
