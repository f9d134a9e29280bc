import * as z from 'zod';
import type { Observer } from '../contract/index.ts';
import { getJson } from '../core/index.ts';
import { AlertTracker } from './alert-tracker.ts';
import { watching } from './watching.ts';

const answerSchema = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            health: z.string(),
            lastError: z.string().optional(),
            name: z.string(),
            alerts: z
              .array(
                z.object({
                  labels: z.record(z.string(), z.string()),
                  state: z.enum(['pending', 'firing']),
                  activeAt: z.string(),
                }),
              )
              .default([]),
          }),
        ),
      }),
    ),
  }),
});

/** Watches `/api/v1/rules`: pending, firing and inactive, and that every rule evaluates without error. */
export const rulesApi: Observer = {
  name: 'rules-api',
  watch(context) {
    const { stack, clock, drill, evaluationIntervalMs, emit } = context;
    const tracker = new AlertTracker('rules-api', 'inactive');
    return watching('rules-api', context, Math.min(1_000, Math.max(100, evaluationIntervalMs / 2)), async () => {
      const answer = answerSchema.parse(await getJson(`${stack.prometheusUrl}/api/v1/rules?type=alert`));
      const now = clock.now();
      const rules = answer.data.groups.flatMap((group) => group.rules);
      const alerts = rules.flatMap((rule) =>
        rule.alerts.map(({ labels, state, activeAt }) => ({
          labels,
          seen: state,
          when: state === 'pending' ? Date.parse(activeAt) : now,
        })),
      );
      tracker.update(drill, alerts, now).forEach(emit);
      const broken = rules.find((rule) => rule.health === 'err');
      if (broken !== undefined) throw new Error(`rule ${broken.name} does not evaluate: ${broken.lastError ?? ''}`);
      return undefined;
    });
  },
};
