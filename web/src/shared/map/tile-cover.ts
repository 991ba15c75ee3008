import type { Bounds } from '../api/types';

export type TileId = { z: number; x: number; y: number };

/** Web Mercator ends here. */
const maxLat = 85.051129;

/** Longitude as a share of the world from west to east, 0 to 1. */
export function worldX(lon: number): number {
  return (lon + 180) / 360;
}

/** Latitude as a share of the world from north to south, 0 to 1. */
export function worldY(lat: number): number {
  const radians = (Math.max(-maxLat, Math.min(maxLat, lat)) * Math.PI) / 180;
  return (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
}

/** The inverse of worldX. */
export function lonOf(x: number): number {
  return x * 360 - 180;
}

/** The inverse of worldY. */
export function latOf(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/** Tiles carry what lies this share of a tile beyond their edge, so an edit there changes them too. */
const buffer = 1 / 64;

/** All tiles from zoom `low` to `high` that show something of the box. */
export function tileCover([west, south, east, north]: Bounds, low: number, high: number): TileId[] {
  const tiles: TileId[] = [];
  for (let z = low; z <= high; z++) {
    const side = 2 ** z;
    const column = (world: number) => Math.max(0, Math.min(side - 1, Math.floor(world)));
    const [x0, x1] = [column(worldX(west) * side - buffer), column(worldX(east) * side + buffer)];
    const [y0, y1] = [column(worldY(north) * side - buffer), column(worldY(south) * side + buffer)];
    for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) tiles.push({ z, x, y });
  }
  return tiles;
}

export function meets(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
