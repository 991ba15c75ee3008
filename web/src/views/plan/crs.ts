/** What is known of a coordinate system by its name: a grid's zone and central meridian in degrees east. */
export type Grid = { width: 3 | 6; meridian: number; zone: number | null };

/** The CGCS2000 Gauss-Krüger grids of EPSG, with and without the zone's number before the easting. */
export function gridOf(crs: string): Grid | null {
  const code = Number(/^EPSG:(\d+)$/.exec(crs)?.[1] ?? 0);
  if (code >= 4491 && code <= 4501) return { width: 6, meridian: 75 + 6 * (code - 4491), zone: code - 4478 };
  if (code >= 4502 && code <= 4512) return { width: 6, meridian: 75 + 6 * (code - 4502), zone: null };
  if (code >= 4513 && code <= 4533) return { width: 3, meridian: 75 + 3 * (code - 4513), zone: code - 4488 };
  if (code >= 4534 && code <= 4554) return { width: 3, meridian: 75 + 3 * (code - 4534), zone: null };
  return null;
}

/** The systems that are offered without being asked about; any other is written as EPSG:N. */
export const usualCrs = [
  'EPSG:4326',
  'EPSG:4490',
  'GCJ02',
  'BD09',
  'EPSG:4547',
  'EPSG:4526',
  'EPSG:4508',
  'EPSG:4509',
  'EPSG:3857',
] as const;

/** The name of a system for people; one that has no words is called by its code. */
export function crsName(
  crs: string,
  words: { names: Record<string, string>; grid: (grid: Grid) => string },
): string {
  const grid = gridOf(crs);
  const name = words.names[crs] ?? (grid && words.grid(grid));
  if (!name) return crs;
  return crs.startsWith('EPSG:') ? `${crs} · ${name}` : name;
}
