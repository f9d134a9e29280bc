import type { DeliveryStack, LoadShape } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { account } from '../../verdict/testing/account.ts';
import type { EngineParts } from '../parts.ts';
import { fakeRun, type FakeRun } from './fake-run.ts';
import type { PlannedDelivery } from '../planned-drill.ts';
import { plan } from './events.ts';

export const shape: LoadShape = { profile: 'steady', alertsPerSecond: 200, durationMs: 10_000 };

/** A drill of deliveries as the planner would give it. */
export const plannedDelivery = (
  script: PlannedDelivery['script'],
  change: Partial<PlannedDelivery> = {},
): PlannedDelivery => ({
  plan: plan('slo/a', { steps: [], accounts: ['deliveries'] }),
  delivery: { subject: {} as PlannedDelivery['delivery']['subject'], drill: 'slo/a', seed: 7 },
  shape,
  ingestPath: '/alerts',
  needs: ['replicas'],
  script,
  weight: { cpu: 1, memoryMb: 100 },
  ...change,
});

/** A stack of two replicas that says when it stops. */
export const fakeDelivery = (log: string[]): DeliveryStack => {
  const gone = (): never => {
    throw new HarnessError('CLUSTER_MISSING', { what: 'its node is gone' });
  };
  const replicas = [
    { name: 'shop', logTail: (lines: number) => `the last ${lines} lines` },
    { name: 'shop', logTail: gone },
  ];
  const stop = async (): Promise<void> => await Promise.resolve(void log.push('the stack stops'));
  return { replicas, sinks: new Map(), [Symbol.asyncDispose]: stop } as unknown as DeliveryStack;
};

/** Loads that say when they begin and end, and the same account of each. */
export const fakeLoads = (log: string[]): Pick<EngineParts, 'startLoad' | 'account'> => ({
  startLoad: async (options) => {
    log.push(`load ${options.index} begins`);
    return await Promise.resolve({
      shape: options.shape,
      from: 1_000,
      ended: Promise.resolve(account(2_000).load),
      [Symbol.asyncDispose]: async () => await Promise.resolve(void log.push(`load ${options.index} ends`)),
    });
  },
  account: async ({ options }) => {
    log.push(`an account at ${options.sink} within ${options.drainMs} ms`);
    const { load, ledger, quantiles } = account(2_000);
    return await Promise.resolve({ load, ledger, quantiles });
  },
});

/** A run whose stacks of deliveries, loads and accounts are fakes. */
export const fakeDeliveries = async (change: Parameters<typeof fakeRun>[0] = {}): Promise<FakeRun> =>
  await fakeRun({
    capabilities: ['replicas'],
    delivery: async (log) => await Promise.resolve(fakeDelivery(log)),
    parts: fakeLoads,
    ...change,
  });
