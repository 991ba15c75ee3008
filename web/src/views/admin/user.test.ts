import { describe, expect, it } from 'vitest';
import { changeOf, draftOf, mistakesOf } from './user';

const wang = {
  id: 7,
  username: 'wang.fang',
  name: '王芳',
  roles: ['field' as const],
  lead: true,
  unit_id: 3,
  area_ids: [],
  disabled: false,
};

describe('a person', () => {
  it('who is new needs a user name, a name and a password', () => {
    expect(mistakesOf({ ...draftOf(undefined), username: 'Wang' }, true)).toEqual([
      'usernameWrong',
      'nameMissing',
      'passwordShort',
    ]);
  });

  it('who is known keeps the password that is not typed', () => {
    expect(mistakesOf(draftOf(wang), false)).toEqual([]);
    expect(changeOf(draftOf(wang))).toEqual({ name: '王芳', roles: ['field'], lead: true, unit_id: 3 });
  });

  it('has at least one role', () => {
    expect(mistakesOf({ ...draftOf(wang), roles: [] }, false)).toEqual(['rolesMissing']);
  });
});
