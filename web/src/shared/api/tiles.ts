import { send } from './client';
import type { Bounds } from './types';

/** TileJSON 3.0, as far as the map needs it. */
export type TileSet = { bounds: Bounds; minzoom: number; maxzoom: number; center?: [number, number, number] };

export async function getTileSet(): Promise<TileSet> {
  return (await (await send('get', '/tiles.json')).json()) as TileSet;
}
