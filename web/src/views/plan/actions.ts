import type { Allowed, EventName } from '../../shared/api/types';
import type { Status } from '../../shared/domain/status';

/** Ways out and aside; they are offered, never urged. */
const asides: readonly EventName[] = ['suspend', 'return', 'withdraw', 'regress', 'propose_void'];

/** The one step to urge: what people take most, else what moves the work on, else more time for it. */
export function mainAction(allowed: readonly Allowed[], status: Status): Allowed | undefined {
  const steps = allowed.filter(({ event }) => !asides.includes(event));
  return (
    allowed.find(({ primary }) => primary) ??
    steps.find(({ to }) => to !== status) ??
    steps.find(({ event }) => event === 'extend') ??
    steps[0]
  );
}
