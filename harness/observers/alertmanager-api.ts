import * as z from 'zod';
import type { Observer } from '../contract/index.ts';
import { getJson } from '../core/index.ts';
import { AlertTracker } from './alert-tracker.ts';
import { watching } from './watching.ts';

const answerSchema = z.array(z.object({ labels: z.record(z.string(), z.string()), startsAt: z.string() }));

/** Watches `/api/v2/alerts`: what Alertmanager holds as active, and when that goes. */
export const alertmanagerApi: Observer = {
  name: 'alertmanager-api',
  watch(context) {
    const { stack, clock, drill, evaluationIntervalMs, emit } = context;
    const tracker = new AlertTracker('alertmanager-api', 'cleared');
    return watching('alertmanager-api', context, Math.min(1_000, Math.max(200, evaluationIntervalMs / 2)), async () => {
      const alerts = answerSchema.parse(await getJson(`${stack.alertmanagerUrl}/api/v2/alerts`));
      const now = clock.now();
      const received = alerts.map(({ labels }) => ({ labels, seen: 'received' as const, when: now }));
      tracker.update(drill, received, now).forEach(emit);
      return undefined;
    });
  },
};
