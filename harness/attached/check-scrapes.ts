import { statusOf } from './status-of.ts';
import { orNothing, withPart, type Check } from './check.ts';
import type { Described } from './described.ts';
import { targetsOf } from './prometheus-api.ts';

const ready = 'Prometheus is ready';

/** Whether Prometheus is ready, finds the system's job, and gets an answer from each of its targets. */
export const checkScrapes = ({ name, job }: Described): Check => {
  const found = `Prometheus scrapes the job ${job}`;
  const up = `every target of ${job} answers`;
  const steps = [ready, found, up];
  return {
    name: 'scrapes',
    title: `a running Prometheus scrapes ${name}`,
    steps,
    run: async (context) =>
      await withPart(context, 'prometheusUrl', steps, async (url) => {
        const { record } = context;
        record({ name: ready, expected: 'status 200', got: await statusOf(`${url}/-/ready`) });
        const targets = await targetsOf(url, job);
        const [got, detail] = [targets.length > 0 ? 'scraped' : 'no target', `${targets.length} targets`];
        record({ name: found, expected: 'scraped', got, detail });
        const down = targets.filter(({ health }) => health === 'down');
        const unknown = targets.filter(({ health }) => health !== 'down' && health !== 'up');
        record({
          name: up,
          expected: 'all up',
          got: orNothing(
            targets.length === 0 ? ['no target'] : down.map((each) => `${each.scrapeUrl}: ${each.lastError}`),
            'all up',
          ),
          ...(down.length === 0 && unknown.length > 0
            ? { undecided: `${unknown.map(({ scrapeUrl }) => scrapeUrl).join(', ')} not scraped yet` }
            : {}),
        });
      }),
  };
};
