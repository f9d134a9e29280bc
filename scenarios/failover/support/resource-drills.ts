import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import {
  exhaustFileDescriptors,
  fillDisk,
  killReplica,
  starveCpu,
  type DeliveryContext,
  type DeliveryDrill,
} from '../../../harness/index.ts';
import { faultDrill } from './fault-drill.ts';
import { goesOn, goesOnAfter } from './one-after-the-other.ts';
import { quickDestination } from './quick-destination.ts';
import { account, inFlight, sink } from './through-fault.ts';

const none = { lost: 0, unexpected: 0, reordered: 0, stuck: 0 };
const judged = { name: account, sink, drainMs: 30_000 };
const env = { DESTINATION_CONCURRENCY: String(inFlight) };

/** The receiver cuts its connections first, so that the collector needs new ones when it can have none. */
const filesUsedUp = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal } = context;
  const shape = context.shape();
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 5, signal);
  using cut = new DisposableStack();
  cut.use(stack.sinks.get(sink)?.behave({ reset: true }));
  await clock.sleep(500, signal);
  const usedUp = await context.inject(exhaustFileDescriptors(stack, 0));
  cut.dispose();
  await clock.sleep(4_000, signal);
  await usedUp[Symbol.asyncDispose]();
  await goesOn(context, 'files are free again');
  await context.account(load, { ...judged, allowance: { ...none, duplicated: 0 } });
};

const refuses = 'what it cannot keep is refused';

/** The store reuses what it has of the disk for a while, so the disk stays full until it says that it cannot write. */
const diskFull = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal, until, allowanceMs } = context;
  const shape = context.shape();
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 5, signal);
  const full = await context.inject(fillDisk(stack, 0));
  const isUnwell = async (): Promise<boolean> =>
    await fetch(`${stack.url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ status }) => status === 503,
      () => false,
    );
  const from = clock.now();
  const latestMs = 10_000 + allowanceMs;
  const said = await until(isUnwell, latestMs);
  const within = { gotMs: said ? clock.now() - from : undefined, earliestMs: 0, latestMs, dominant: 'room reused' };
  await clock.sleep(3_000, signal);
  await full[Symbol.asyncDispose]();
  await goesOn(context, 'there is room again');
  const { load: sent } = await context.account(load, { ...judged, allowance: { ...none, duplicated: 0 } });
  const got = `${said ? 'unwell' : 'well'}, ${sent.refused.requests > 0 ? 'some' : 'none'} refused`;
  context.record({ name: refuses, expected: 'unwell, some refused', got, detail: `${sent.refused.alerts}`, within });
};

const starved = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal } = context;
  const shape = context.shape();
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 5, signal);
  const hungry = await context.inject(starveCpu(stack, 0, 0.1));
  await clock.sleep(6_000, signal);
  await hungry[Symbol.asyncDispose]();
  await goesOn(context, 'it runs all the time');
  await context.account(load, { ...judged, allowance: { ...none, duplicated: 0 } });
};

/** Alertmanager tells a group's resolution a whole interval after its firing, and for so long it tries again. */
const groupInterval = '15s';
const alertmanager = `route:
  receiver: collector
  group_by: ['...']
  group_wait: 0s
  group_interval: ${groupInterval}
  repeat_interval: 1h
receivers:
  - name: collector
    webhook_configs:
      - url: \${subject}/api/alerts
        send_resolved: true
`;
const kills = ['it was killed while alerts fire', 'it was killed while they resolve'] as const;

/** The first kill meets alerts that fire; by the end of the load, their resolutions are being told. */
const alertmanagerClient = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal } = context;
  const shape = context.shape();
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 5, signal);
  for (const name of kills) {
    const killed = await context.inject(killReplica(stack, 0));
    await clock.sleep(2_000, signal);
    await killed[Symbol.asyncDispose]();
    await goesOn(context, name);
    await load.ended;
  }
  await context.account(load, { ...judged, allowance: { ...none, duplicated: kills.length * inFlight } });
};

/** What a collector can run out of, and the client that tries again while it has. */
export const resourceDrills: readonly DeliveryDrill[] = [
  faultDrill('files-used-up', {
    title: 'the collector has no file descriptor left, and needs new connections',
    delivery: { subject: canoCollector, files: quickDestination, env },
    needs: ['process-ids'],
    steps: [goesOnAfter('files are free again')],
    script: filesUsedUp,
  }),
  faultDrill('disk-full', {
    title: 'the disk of the collector on SQLite is full for a while',
    delivery: { subject: canoCollector, files: quickDestination, env, dataDiskMb: 32 },
    steps: [goesOnAfter('there is room again'), refuses],
    script: diskFull,
  }),
  faultDrill('starved', {
    title: 'the collector gets a tenth of a processor',
    delivery: {
      subject: canoCollector,
      files: quickDestination,
      env,
    },
    needs: ['process-ids'],
    steps: [goesOnAfter('it runs all the time')],
    script: starved,
  }),
  faultDrill('alertmanager-client', {
    title: 'Alertmanager is the client of a collector that is killed twice',
    delivery: { subject: canoCollector, files: quickDestination, env, alertmanager },
    load: { profile: 'steady', alertsPerSecond: 50, durationMs: 16_000, target: 'alertmanager' },
    needs: ['signals', 'restart'],
    steps: kills.map(goesOnAfter),
    script: alertmanagerClient,
  }),
];
