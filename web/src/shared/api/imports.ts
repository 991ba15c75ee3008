import type { KindKey } from '../domain/kind';
import { call, send } from './client';
import { exact, type Narrow, type Schema } from './narrow';
import type { Named } from './types';
import { newUid } from './uid';

export type ImportKind = KindKey | 'area' | 'context';

export type ImportRecord = Narrow<Schema['Fate'], { fate: 'quarantined' | 'repaired' | 'warned' | 'gone' }>;

export type ImportChange = Narrow<Schema['ChangedRecord'], { fields: string[] }>;

export type ImportColumn = Narrow<Schema['ImportColumn'], { sample: string[] }>;

/** How a file is to be read; what is left out is found in the file. `map` is attribute: column, an empty one is none. */
export type ImportOptions = Schema['ImportOptions'];

/** One way to read a file that has to be told; `centre` is where its middle would lie, longitude and latitude. */
export type ImportCandidate = Narrow<Schema['ImportCandidate'], { centre?: [number, number] }>;

export type ImportError = Narrow<Schema['ImportError'], { candidates?: ImportCandidate[] }>;

/** What an import did, or would do; `map` is attribute: column, guessed where nobody said. */
export type ImportReport = Narrow<
  Schema['ImportReport'],
  {
    kind: ImportKind;
    /** Null of an old import that took every record as it was. */
    records: ImportRecord[] | null;
    changes?: ImportChange[];
    notes?: string[];
    columns?: ImportColumn[];
    attributes?: string[];
  }
>;

export type Import = Narrow<
  Schema['Import'],
  {
    kind: ImportKind;
    state: 'queued' | 'reading' | 'previewed' | 'applying' | 'applied' | 'failed' | 'discarded' | 'reverted';
    error: ImportError | null;
    report: ImportReport | null;
    actor: Named | null;
  }
>;

const uploadTimeoutMs = 600_000;

/** Sends a file to be read and compared; nothing is changed before it is applied. */
export async function uploadImport(file: File, kind: ImportKind, options: ImportOptions): Promise<Import> {
  const form = new FormData();
  form.set('kind', kind);
  for (const [name, value] of Object.entries(options)) {
    if (value) form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  form.set('file', file);
  const answer = await send('post', '/api/v1/imports', form, {
    headers: write(),
    timeoutMs: uploadTimeoutMs,
  });
  return exact<Import>(await answer.json());
}

/** Reads an uploaded file again in another way; its report is made anew. */
export async function readImport(id: number, kind: ImportKind, options: ImportOptions): Promise<Import> {
  const ask = { path: { id }, headers: write(), body: { kind, options } };
  return exact<Import>(await call('post', '/api/v1/imports/{id}/read', ask));
}

/** The newest first, without their records; those before one when it is given. */
export async function listImports(before?: Import): Promise<Import[]> {
  const query = before && { cursor: before.id };
  return exact<Import[]>((await call('get', '/api/v1/imports', query && { query })).items);
}

export async function getImport(id: number): Promise<Import> {
  return exact<Import>(await call('get', '/api/v1/imports/{id}', { path: { id } }));
}

export async function applyImport(id: number): Promise<Import> {
  return exact<Import>(await call('post', '/api/v1/imports/{id}/apply', { path: { id }, headers: write() }));
}

export async function revertImport(id: number): Promise<Import> {
  return exact<Import>(await call('post', '/api/v1/imports/{id}/revert', { path: { id }, headers: write() }));
}

export async function discardImport(id: number): Promise<void> {
  await call('delete', '/api/v1/imports/{id}', { path: { id } });
}

/** A write carries a key; sent again with the same key it changes nothing the second time. */
function write(): Record<string, string> {
  return { 'Idempotency-Key': newUid() };
}
