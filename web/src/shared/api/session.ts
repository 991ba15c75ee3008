import { call } from './client';
import { exact } from './narrow';
import { Problem } from './problem';
import type { Me } from './types';

/** How long a device's name may be. */
const maxDevice = 200;

export async function signIn(username: string, password: string): Promise<Me> {
  const device = navigator.userAgent.slice(0, maxDevice);
  return exact<Me>(await call('post', '/api/v1/session', { body: { username, password, device } }));
}

/** Who is signed in on this device; null when nobody is. */
export async function whoAmI(): Promise<Me | null> {
  try {
    return exact<Me>(await call('get', '/api/v1/session'));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

export async function signOut(): Promise<void> {
  await call('delete', '/api/v1/session');
}
