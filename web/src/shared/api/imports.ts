import type { KindKey } from '../domain/kind';
import { call, send } from './client';
import { exact, type Narrow, type Schema } from './narrow';
import type { Named } from './types';
import { newUid } from './uid';

export type ImportKind = KindKey | 'area' | 'context';

export type ImportRecord = Narrow<Schema['Fate'], { fate: 'quarantined' | 'repaired' | 'warned' | 'gone' }>;

/** What an import did, or would do; `map` is attribute: column, guessed where nobody said. */
export type ImportReport = Narrow<Schema['ImportReport'], { kind: ImportKind; records: ImportRecord[] }>;

export type Import = Narrow<
  Schema['Import'],
  {
    kind: ImportKind;
    state: 'queued' | 'reading' | 'previewed' | 'applying' | 'applied' | 'failed' | 'discarded' | 'reverted';
    error: Schema['ImportError'] | null;
    report: ImportReport | null;
    actor: Named | null;
  }
>;

const uploadTimeoutMs = 600_000;

/** Sends a file to be read and compared; nothing is changed before it is applied. */
export async function uploadImport(
  file: File,
  how: { kind: ImportKind; crs?: string; encoding?: string; layer?: string },
): Promise<Import> {
  const form = new FormData();
  for (const [name, value] of Object.entries(how)) if (value) form.set(name, value);
  form.set('file', file);
  const answer = await send('post', '/api/v1/imports', form, {
    headers: write(),
    timeoutMs: uploadTimeoutMs,
  });
  return exact<Import>(await answer.json());
}

export async function listImports(): Promise<Import[]> {
  return exact<Import[]>((await call('get', '/api/v1/imports')).items);
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
