import { call } from './client';
import { filterQuery, type FeatureFilter } from './features';
import { exact, type Narrow, type Schema } from './narrow';
import { newUid } from './uid';

export type ExportFormat = Schema['Export']['format'];
export type ExportNote = Schema['ExportNote'];

/** One file that was asked for; `notes` are what it does not hold as it is in the ledger. */
export type Export = Narrow<Schema['Export'], { notes: ExportNote[]; error: Schema['ImportError'] | null }>;

export type ExportChoice = { format: ExportFormat; encoding?: 'UTF-8' | 'GBK'; crs?: string };

/** Asks for a file of what the filter means; it is written in the background. */
export async function createExport(filter: FeatureFilter, body: ExportChoice): Promise<Export> {
  return exact<Export>(
    await call('post', '/api/v1/exports', {
      query: filterQuery(filter),
      body,
      headers: { 'Idempotency-Key': newUid() },
    }),
  );
}

export async function listExports(): Promise<Export[]> {
  return exact<Export[]>((await call('get', '/api/v1/exports')).items);
}

export async function getExport(id: number): Promise<Export> {
  return exact<Export>(await call('get', '/api/v1/exports/{id}', { path: { id } }));
}

export async function discardExport(id: number): Promise<void> {
  await call('delete', '/api/v1/exports/{id}', { path: { id } });
}

/** Where the file is: the browser asks for it as for a page, and saves it. */
export function exportAddress(id: number): string {
  return `/api/v1/exports/${id}/file`;
}
