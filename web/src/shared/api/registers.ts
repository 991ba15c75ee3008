import { call } from './client';
import { exact } from './narrow';
import type { Area, AreaLevel, Campaign, Kind, Named } from './types';

export async function listKinds(): Promise<Kind[]> {
  return exact<Kind[]>((await call('get', '/api/v1/kinds')).items);
}

export async function listUnits(): Promise<Named[]> {
  return exact<Named[]>((await call('get', '/api/v1/units')).items);
}

export async function listAreas(which: { level?: AreaLevel; parent?: number } = {}): Promise<Area[]> {
  return exact<Area[]>((await call('get', '/api/v1/areas', { query: which })).items);
}

export async function listCampaigns(): Promise<Campaign[]> {
  return exact<Campaign[]>((await call('get', '/api/v1/campaigns')).items);
}
