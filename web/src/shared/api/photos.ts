import { send } from './client';

const uploadTimeoutMs = 120_000;

export function photoUrl(uid: string, size: 'full' | 'thumb' = 'full'): string {
  return `/api/v1/photos/${uid}${size === 'thumb' ? '?size=thumb' : ''}`;
}

/** Sends the bytes that a transition announced; the same bytes again are welcome. */
export async function putPhoto(uid: string, bytes: Blob): Promise<void> {
  await send('put', photoUrl(uid), bytes, {
    headers: { 'Content-Type': bytes.type },
    timeoutMs: uploadTimeoutMs,
  });
}

/** Lower-case hex of the SHA-256 of the bytes: what a transition announces. */
export async function sha256(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
