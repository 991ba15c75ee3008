import type { Role } from '../domain/permission';
import { call } from './client';
import { exact, type Narrow, type Schema } from './narrow';
import type { Named } from './types';
import { newUid } from './uid';

/** Somebody who can sign in; a lead may return work that is not the unit's. */
export type User = Narrow<Schema['User'], { roles: Role[]; area_ids: number[] }>;
export type UserChange = Narrow<Schema['UserPatchBody'], { roles?: Role[] }>;
export type NewUser = Narrow<Schema['UserInputBody'], { roles: Role[] }>;

export async function listUsers(): Promise<User[]> {
  return exact<User[]>((await call('get', '/api/v1/users')).items);
}

export async function createUser(body: NewUser): Promise<User> {
  return exact<User>(await call('post', '/api/v1/users', { body: { op_id: newUid(), ...body } }));
}

export async function changeUser(id: number, body: UserChange): Promise<User> {
  const change = { op_id: newUid(), ...body };
  return exact<User>(await call('patch', '/api/v1/users/{id}', { path: { id }, body: change }));
}

export function createUnit(name: string): Promise<Named> {
  return call('post', '/api/v1/units', { body: { name, op_id: newUid() } });
}
