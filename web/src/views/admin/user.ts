import type { User } from '../../shared/api/users';
import type { Role } from '../../shared/domain/permission';

export const roles: readonly Role[] = ['planner', 'field', 'verifier', 'leader', 'admin'];

export type UserDraft = {
  username: string;
  name: string;
  roles: Role[];
  lead: boolean;
  /** 0 is no unit. */
  unit: number;
  password: string;
};

export function draftOf(user: User | undefined): UserDraft {
  return {
    username: user?.username ?? '',
    name: user?.name ?? '',
    roles: user ? [...user.roles] : ['field'],
    lead: user?.lead ?? false,
    unit: user?.unit_id ?? 0,
    password: '',
  };
}

export type UserMistake = 'usernameWrong' | 'nameMissing' | 'rolesMissing' | 'passwordShort';

/** What the server would refuse; a password may stay empty for somebody who has one. */
export function mistakesOf(draft: UserDraft, isNew: boolean): UserMistake[] {
  const found: UserMistake[] = [];
  if (isNew && !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(draft.username)) found.push('usernameWrong');
  if (!draft.name.trim()) found.push('nameMissing');
  if (draft.roles.length === 0) found.push('rolesMissing');
  if ((isNew || draft.password !== '') && draft.password.length < 8) found.push('passwordShort');
  return found;
}

export function changeOf(draft: UserDraft) {
  return {
    name: draft.name.trim(),
    roles: draft.roles,
    lead: draft.lead,
    unit_id: draft.unit,
    ...(draft.password && { password: draft.password }),
  };
}
