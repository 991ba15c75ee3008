import type { KindKey } from '../domain/kind';
import type { Status } from '../domain/status';
import { call } from './client';
import { exact, type Narrow, type Schema } from './narrow';
import type { AreaLevel, AreaStep, Bounds, LightColour } from './types';

/** Shares are 0 to 1; the gap is in percentage points, plan minus done. */
export type KindProgress = Narrow<
  Schema['KindProgress'],
  {
    kind: KindKey;
    target_source: 'campaign' | 'features';
    light: Narrow<Schema['AreaLight'], { colour: LightColour; rule: 'area_gap' }>;
    by_status: Partial<Record<Status, Schema['StatusSum']>>;
    by_light: Partial<Record<LightColour, number>>;
    split?: Record<'non_motor' | 'motor', Schema['Amounts']>;
  }
>;

/** How far an area is; there is no campaign when none runs today, and no area when it is the whole district. */
export type Progress = Narrow<
  Schema['Progress'],
  { campaign: Schema['CampaignName'] | null; area: AreaStep | null; kinds: KindProgress[] }
>;

/** Features of every kind together, counted one by one. */
export type AllProgress = Narrow<Schema['RankedAll'], { colour: LightColour }>;

export type AreaProgress = Narrow<
  Schema['AreaRow'],
  {
    area: Narrow<Schema['RankedArea'], { level: AreaLevel; bbox: Bounds }>;
    kinds: Partial<Record<KindKey, KindProgress>>;
    all: AllProgress;
  }
>;

export type Trend = Narrow<
  Omit<Schema['Trend'], 'kind'>,
  { points: Schema['TrendPoint'][]; forecast: Schema['Forecast'] | null }
>;

export async function getProgress(which: { area?: number; campaign?: number } = {}): Promise<Progress> {
  return exact<Progress>(await call('get', '/api/v1/progress', { query: which }));
}

export async function listAreaProgress(which: {
  level: AreaLevel;
  parent?: number;
  campaign?: number;
}): Promise<AreaProgress[]> {
  return exact<AreaProgress[]>((await call('get', '/api/v1/progress/areas', { query: which })).items);
}

export async function getTrend(which: { area?: number; kind: KindKey; campaign?: number }): Promise<Trend> {
  return exact<Trend>(await call('get', '/api/v1/progress/trend', { query: which }));
}
