import { expect, it } from 'vitest';
import type { Allowed, EventName } from '../../shared/api/types';
import type { Status } from '../../shared/domain/status';
import { mainAction } from './actions';

const may = (event: EventName, to: Status, primary = false): Allowed => ({
  event,
  to,
  primary,
  needs: [],
  optional: [],
});

it('the step that people take most comes first', () => {
  expect(mainAction([may('suspend', 'suspended'), may('plan', 'planned', true)], 'listed')?.event).toBe(
    'plan',
  );
});

it('of planned work the deadline is urged, not parking it', () => {
  const allowed = [may('plan', 'planned'), may('suspend', 'suspended'), may('extend', 'planned')];
  expect(mainAction(allowed, 'planned')?.event).toBe('extend');
});

it('only ways out urge nothing', () => {
  expect(mainAction([may('propose_void', 'verified')], 'verified')).toBeUndefined();
});
