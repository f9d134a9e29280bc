import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import type { LoadShape, Scenario } from '../../harness/index.ts';
import { replicas, speedAtMost, windowMs } from './support/autoscaler.ts';
import { drainedNode, steps as drainSteps } from './support/drained-node.ts';
import { lostNode, steps as lostSteps } from './support/lost-node.ts';
import { manualScaling, steps as manualSteps } from './support/manual-scaling.ts';
import { inFlight, outOfMemory, steps as memorySteps } from './support/out-of-memory.ts';
import { rollingUpdate, steps as updateSteps } from './support/rolling-update.ts';
import { scalingDrill } from './support/scaling-drill.ts';
import { downWithin, steps } from './support/scaling-facts.ts';
import { accounts, underAutoscaler } from './support/under-autoscaler.ts';
import { account } from './support/under-load.ts';

/** Some 0.7 of a core: less than the limit of two replicas, and more than 70 % of what ten request. */
const much: LoadShape = { profile: 'steady', alertsPerSecond: 600, durationMs: 120_000, alertsPerRequest: 10 };
/** As long as the way down takes. */
const few: LoadShape = { profile: 'steady', alertsPerSecond: 5, durationMs: 75_000 };

const middling: LoadShape = { profile: 'steady', alertsPerSecond: 20, durationMs: 60_000 };
const env = { DESTINATION_CONCURRENCY: String(inFlight) };
/** What a replica that is taken away had not begun is begun by another. */
const shared = {
  subject: canoCollector,
  database: true,
  replicas: 3,
  env: { ...env, DATABASE_URL: '${database.url}' },
};
const beside = { cpu: 0.6, memoryMb: 1_500 };
/**
 * Ten replicas at 70 % of what the documents request take 1.4 cores, which two cores do not have beside load and cluster; and
 * a backup each second, as other drills want, would be most of what an idle replica computes.
 */
const small = { subject: canoCollector, replicas: 2, cpuShare: 0.4, env: { BACKUP_INTERVAL: '1h' } };

export const canoCollectorScaling: Scenario = {
  drills: [],
  impossible: [],
  scripted: [
    scalingDrill('autoscaler', {
      title: `under load the documented autoscaler goes from ${replicas.least} to ${replicas.most} and back, and nothing is lost`,
      delivery: small,
      needs: ['autoscaling'],
      load: much,
      compressed: {
        atMost: speedAtMost,
        rewrites: (speed) => [
          {
            where: 'HorizontalPodAutoscaler › behavior › scaleDown › stabilizationWindowSeconds',
            from: `${windowMs / 1_000}s`,
            to: `${Math.round(windowMs / speed / 1_000)}s`,
          },
        ],
      },
      lowerBound: [
        {
          name: 'the way down',
          earliestMs: few.durationMs,
          latestMs: few.durationMs + downWithin(windowMs / speedAtMost, 0).backMs,
        },
      ],
      steps: Object.values(steps),
      accounts: Object.values(accounts),
      script: underAutoscaler(few),
    }),
    scalingDrill('rolling-update', {
      title: 'every replica is replaced under load, and nothing is lost or sent twice',
      delivery: shared,
      load: middling,
      lowerBound: [],
      steps: Object.values(updateSteps),
      accounts: [account],
      weight: beside,
      script: rollingUpdate,
    }),
    scalingDrill('out-of-memory', {
      title: 'a replica goes over its memory limit, is killed and started again, and nothing is lost',
      delivery: { subject: canoCollector, replicas: 2, env },
      load: middling,
      steps: Object.values(memorySteps),
      accounts: [account],
      weight: beside,
      script: outOfMemory,
    }),
    scalingDrill('manual', {
      title: 'the documented scaling by hand, from fewer, from more, and against the documented autoscaler',
      case: 'finding',
      finding: {
        id: 'cano.defect.scale-vs-hpa',
        documented: '`kubectl scale --replicas=3` scales up, beside an autoscaler from 2 to 10',
        shown: 'from 6 replicas it takes 3 away, and the autoscaler does not leave what was set below its least number',
      },
      delivery: small,
      needs: ['autoscaling'],
      steps: Object.values(manualSteps),
      accounts: [],
      weight: beside,
      script: manualScaling,
    }),
    scalingDrill('node-drained', {
      title:
        'the node of two replicas is drained under load, a disruption budget keeps two at work, and nothing is lost',
      delivery: shared,
      needs: ['many-nodes'],
      load: { ...middling, durationMs: 90_000 },
      steps: Object.values(drainSteps),
      accounts: [account],
      onDemand: true,
      script: drainedNode,
    }),
    scalingDrill('node-killed', {
      title: 'the node of a replica is killed under load, and what it had is delivered by others',
      delivery: shared,
      needs: ['many-nodes'],
      load: { ...middling, durationMs: 90_000 },
      lowerBound: [{ name: 'the replicas run elsewhere', earliestMs: 0, latestMs: 120_000 }],
      steps: Object.values(lostSteps),
      accounts: [account],
      onDemand: true,
      script: lostNode,
    }),
  ],
};
