import type { DeliveryContext, DeliveryStack, Environment, TargetedFault } from '../contract/index.ts';
import { HarnessError, type UndoStack } from '../core/index.ts';
import { injectFault } from './inject-fault.ts';
import { missingCapabilities, whyMissing } from './missing-capabilities.ts';
import type { PlannedDelivery } from './planned-drill.ts';
import type { ScriptRun } from './script-tools.ts';

type Tools = Pick<DeliveryContext, 'shape' | 'seed' | 'load' | 'inject' | 'account'>;
type Run = ScriptRun & { readonly planned: PlannedDelivery };

/** Gives what a script of deliveries is given beside its stack; what it begins is undone with the drill. */
export const deliveryTools = (run: Run, stack: DeliveryStack, undo: UndoStack): Tools => {
  const { planned, parts, emit, signal } = run;
  const drill = planned.plan.id;
  let loads = 0;
  return {
    shape() {
      if (planned.shape === undefined)
        throw new HarnessError('DRILL_INVALID', { what: 'it plans no load', where: drill });
      return planned.shape;
    },
    seed: planned.delivery.seed,
    async load(shape) {
      loads += 1;
      const { ingestPath } = planned;
      const load = await parts.startLoad({
        stack,
        subject: planned.delivery.subject,
        shape,
        drill,
        index: loads,
        ingestPath,
        seed: planned.delivery.seed,
        signal,
      });
      undo.use('end the load', load, 20_000);
      return load;
    },
    async inject({ title, needs = [], inject }) {
      refuseUnable({ title, needs }, parts.environment, drill);
      const lift = await injectFault({ drill, title, inject: async () => await inject(signal), emit, undo });
      return { [Symbol.asyncDispose]: lift };
    },
    async account(load, options) {
      const { name, sink, objective, allowance, unjudged } = options;
      const account = await parts.account({ stack, load, options, signal });
      emit({ type: 'account', drill, name, sink, objective, allowance, unjudged, ...account });
      return account;
    },
  };
};

/** A drill is skipped for what it says that it needs; a fault that needs more is a mistake of the drill. */
const refuseUnable = (
  { title, needs }: Required<Omit<TargetedFault, 'inject'>>,
  environment: Environment,
  drill: string,
): void => {
  const missing = missingCapabilities(needs, environment);
  if (missing.length === 0) return;
  throw new HarnessError('DRILL_INVALID', {
    what: `the fault “${title}” cannot be injected: ${whyMissing(missing, environment)}`,
    where: drill,
    next: `have the drill say that it needs ${missing.join(', ')}`,
  });
};
