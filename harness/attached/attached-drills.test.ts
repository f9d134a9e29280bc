import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import type { Stack, StackSpec, StepFact } from '../contract/index.ts';
import { poll, systemClock } from '../core/index.ts';
import { attachedDrills } from './attached-drills.ts';
import { queryNow } from './prometheus-api.ts';
import { collectorRules, collectorTree, startRunning, toolchain } from './testing/running-stack.ts';

const drills = attachedDrills({ ...canoCollector, rules: collectorRules, tree: collectorTree });
const drillOf = (question: string) => drills.find(({ id }) => id === `attached/cano-collector/${question}`)!;

type Urls = Partial<Record<'prometheusUrl' | 'alertmanagerUrl' | 'subjectUrl', string>>;

const urlsOf = ({ prometheusUrl, alertmanagerUrl, subject }: Stack): Urls => ({
  prometheusUrl,
  alertmanagerUrl,
  subjectUrl: subject.url,
});

/** Runs the drill of a question and gives what it recorded. */
const ask = async (question: string, urls: Urls): Promise<StepFact[]> => {
  const facts: StepFact[] = [];
  await drillOf(question).script({
    stack: {
      ...{ prometheusUrl: undefined, alertmanagerUrl: undefined, subjectUrl: undefined, ...urls },
      amtool: join(toolchain ?? '', 'amtool'),
      [Symbol.asyncDispose]: async () => await Promise.resolve(),
    },
    clock: systemClock,
    signal: new AbortController().signal,
    speed: 1,
    allowanceMs: 1_500,
    record: (fact) => void facts.push(fact),
    until: async () => await Promise.resolve(false),
  });
  return facts;
};

/** The steps that are not as expected, with what was got. */
const wrongOf = (facts: readonly StepFact[]): Record<string, string> =>
  Object.fromEntries(facts.flatMap(({ name, expected, got }) => (expected === got ? [] : [[name, got]])));

const scraped = async ({ prometheusUrl }: Stack): Promise<void> => {
  const series = async () => await queryNow(prometheusUrl, `up{job="${canoCollector.job}"} and on () ALERTS`);
  const options = { everyMs: 100, timeoutMs: 20_000, clock: systemClock };
  await poll(series, { ...options, what: 'the collector is scraped', until: (found) => found.length > 0 });
};

const questions = ['scrapes', 'rules', 'metrics', 'routing', 'path', 'health'];

describe.skipIf(toolchain === undefined)('a stack that runs as it is documented', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startRunning();
    await scraped(stack);
  }, 60_000);
  afterAll(async () => await stack[Symbol.asyncDispose](), 30_000);

  test.each(questions)('is as documented in all that is asked about its %s', async (question) => {
    const facts = await ask(question, urlsOf(stack));
    expect(facts.map(({ name }) => name)).toEqual(drillOf(question).steps);
    expect(facts.flatMap(({ undecided }) => undecided ?? [])).toEqual([]);
    expect(wrongOf(facts)).toEqual({});
  });

  test('has a dead target once its process is gone, at Prometheus and at its own address', async () => {
    await stack.subject.kill();
    const down = async () => wrongOf(await ask('scrapes', urlsOf(stack)));
    const options = { everyMs: 200, timeoutMs: 15_000, clock: systemClock };
    const until = (wrong: Record<string, string>): boolean => Object.keys(wrong).length > 0;
    const wrong = await poll(down, { ...options, what: 'the target is down', until });
    expect(Object.values(wrong)).toEqual([expect.stringContaining('connection refused')]);
    expect(Object.keys(wrong)).toEqual(['every target of cano-collector answers']);
    const own = wrongOf(await ask('health', urlsOf(stack)));
    expect(Object.keys(own)).toEqual(['cano-collector answers at /health', 'cano-collector answers at /metrics']);
  });
});

test.each(questions)('what was not named is unseen in all that is asked about %s', async (question) => {
  const facts = await ask(question, {});
  expect(facts.map(({ name }) => name)).toEqual(drillOf(question).steps);
  expect(facts.every(({ undecided }) => undecided?.startsWith('no --') === true)).toBe(true);
});

type Broken = {
  readonly what: string;
  readonly change: (spec: StackSpec) => Partial<StackSpec>;
  readonly wrong: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** Changes one text of a rule file by another. */
const inRules = (from: string, to: string) => (spec: StackSpec) => {
  const rules = Object.entries(spec.rules).map(([name, text]) => [name, text.replace(from, to)] as const);
  expect(rules.map(([, text]) => text)).not.toEqual(Object.values(spec.rules));
  return { rules: Object.fromEntries(rules) };
};
const inTree = (from: string, to: string) => (spec: StackSpec) => {
  expect(spec.alertmanager).toContain(from);
  return { alertmanager: spec.alertmanager.replace(from, to) };
};
const said = (text: string): unknown => expect.stringContaining(text);
const isLoaded = (alert: string): string => `${alert} is loaded as documented`;
const latency = isLoaded('CanoCollectorHighLatency');

const broken: readonly Broken[] = [
  {
    what: 'a threshold is another, a label is another and the Watchdog reads a metric',
    change: (spec) => {
      const { rules } = inRules('> 5', '> 50')(spec);
      const both = inRules('severity: critical', 'severity: page')({ ...spec, rules });
      return inRules('vector(1)', 'up == 2')({ ...spec, ...both });
    },
    wrong: {
      rules: {
        [latency]: said('> 50'),
        [isLoaded('CanoCollectorDown')]: 'label severity: documented critical, running page',
      },
      path: { 'what fires at Prometheus is held by Alertmanager': 'unseen' },
    },
  },
  {
    what: 'a rule waits for another time, another is not there, and one reads a metric that nobody has',
    change: (spec) => {
      const { rules } = inRules('for: 1m', 'for: 10m')(spec);
      const both = inRules('CanoCollectorHighLatency', 'SomethingElse')({ ...spec, rules });
      return inRules('cano_destination_errors_total', 'destination_errors_total')({ ...spec, ...both });
    },
    wrong: {
      rules: {
        [isLoaded('CanoCollectorDown')]: 'for: documented 1m, running 10m',
        [latency]: 'no such alert is loaded',
        [isLoaded('CanoCollectorDestinationFailure')]: said('running rate(destination_errors_total'),
      },
    },
  },
  {
    what: 'a receiver is another for what is critical',
    change: inTree(
      'receivers:\n',
      `  routes: [{ matchers: ['severity="critical"'], receiver: nobody }]\nreceivers:\n  - name: nobody\n`,
    ),
    wrong: { routing: { 'CanoCollectorDown goes to its receiver': 'nobody (tells nobody)' } },
  },
  {
    what: 'the system is scraped under another job and has none of its metrics',
    change: ({ system }) => ({ system: { ...system, job: 'other', metricsPath: '/health' } }),
    wrong: {
      scrapes: {
        'Prometheus scrapes the job cano-collector': 'no target',
        'every target of cano-collector answers': 'no target',
      },
      metrics: {
        'cano_alerts_errors_total exists': 'no series',
        'cano_alerts_processing_duration_seconds_bucket exists': 'no series',
        'cano_destination_errors_total exists': 'no series',
        'cano_backup_last_success_timestamp exists': 'no series',
        'cano_config_last_modified_timestamp exists': 'no series',
      },
    },
  },
];

describe.skipIf(toolchain === undefined)('a stack that does not run as it is documented', () => {
  test.each(broken)('is seen where $what', { timeout: 90_000 }, async ({ change, wrong }) => {
    await using stack = await startRunning(change);
    const series = async () => await queryNow(stack.prometheusUrl, 'up');
    const options = { everyMs: 100, timeoutMs: 20_000, clock: systemClock };
    await poll(series, { ...options, what: 'something is scraped', until: (found) => found.length > 0 });
    for (const [question, expected] of Object.entries(wrong))
      expect(wrongOf(await ask(question, urlsOf(stack)))).toEqual(expected);
  });

  test('asks about routes with the labels of the series that a rule compares', { timeout: 90_000 }, async () => {
    const route = `  routes: [{ matchers: ['job="cano-collector"'], receiver: other }]\nreceivers:\n  - name: other\n`;
    await using stack = await startRunning(inTree('receivers:\n', route));
    await scraped(stack);
    const [down] = await ask('routing', urlsOf(stack));
    expect(down).toMatchObject({ expected: 'oncall', got: 'other (tells nobody)' });
    expect(down?.detail).toMatch(/instance="127\.0\.0\.1:\d+", job="cano-collector", severity="critical"/);
  });
});
