import { call } from './client';
import { exact, type Narrow, type Schema } from './narrow';

/** A base map beside our own, as the installation offers it. */
export type Basemap = Narrow<Schema['Basemap'], { crs: 'wgs84' | 'gcj02'; tiles: string[] }>;

export async function listBasemaps(): Promise<Basemap[]> {
  return exact<Basemap[]>((await call('get', '/api/v1/basemaps')).items);
}
