import type { AttachedDrill } from '../contract/index.ts';
import type { Check } from './check.ts';
import { checkHealth } from './check-health.ts';
import { checkMetrics } from './check-metrics.ts';
import { checkPath } from './check-path.ts';
import { checkRouting } from './check-routing.ts';
import { checkRules } from './check-rules.ts';
import { checkScrapes } from './check-scrapes.ts';
import type { Described } from './described.ts';

const checks: readonly ((described: Described) => Check)[] = [
  checkScrapes,
  checkRules,
  checkMetrics,
  checkRouting,
  checkPath,
  checkHealth,
];

/** Gives the drills that only read of a system that runs already, one a question: `attached/SYSTEM/QUESTION`. */
export const attachedDrills = (described: Described): AttachedDrill[] =>
  checks.map((make) => {
    const { name, title, steps, run } = make(described);
    return {
      id: `attached/${described.name}/${name}`,
      title,
      system: described.name,
      case: 'positive',
      attached: true,
      environments: ['attached'],
      lowerBound: [],
      steps,
      script: run,
    };
  });
