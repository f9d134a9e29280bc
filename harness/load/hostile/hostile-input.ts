import type { StepFact } from '../../contract/index.ts';
import type { HostileContext } from './hostile-context.ts';
import { goodAlerts } from './good-alerts.ts';
import { openClient } from './http-client.ts';
import { openLedger, type Settled } from './ledger.ts';
import { openRecords, type Records } from './records.ts';
import { resourceSteps, startResources } from './resources.ts';
import { inputSteps, type HostileStep, type StepTools } from './steps.ts';
import { faultsOfLog, injectLines } from './log-lines.ts';

const endSteps = [
  'each line of the log is a record of its own',
  'the log grows with time and not with input',
  'no secret is shown',
  'nothing acknowledged is lost',
];
const [linesASecond, linesAtStart] = [5, 50];

/** The names under which the suite gives its facts, in their order. */
export const hostileSteps: readonly string[] = [...inputSteps.map(({ name }) => name), ...endSteps, ...resourceSteps];

/**
 * Throws hostile input of every kind at a collector and gives a fact for each step. Throws what the signal is aborted
 * with; a collector that fails is a fact.
 */
export async function* hostileInput(context: HostileContext): AsyncGenerator<StepFact> {
  const begun = context.clock.monotonic();
  const ledger = openLedger(context);
  using client = openClient(context, ledger);
  const records = openRecords();
  await using resources = await startResources(context);
  const good = goodAlerts('between', client, ledger);
  const tools: StepTools = { context, client, ledger, records, good, resources };
  for (const step of inputSteps) yield await factOf(step, tools);
  yield* endFacts(tools, begun);
  client[Symbol.dispose]();
  yield* await resources.facts();
}

const factOf = async ({ name, expected, run }: HostileStep, tools: StepTools): Promise<StepFact> => {
  const outcome = await run(tools).catch((error: unknown) => {
    tools.context.signal.throwIfAborted();
    return [`it could not be told: ${error instanceof Error ? error.message : String(error)}`];
  });
  return 'detail' in outcome ? fact(name, expected, outcome.faults, outcome.detail) : fact(name, expected, outcome);
};

async function* endFacts(tools: StepTools, begun: number): AsyncGenerator<StepFact> {
  const { context, client, ledger, records } = tools;
  const [lines, growth, shown, lost] = endSteps as [string, string, string, string];
  await injectLines(client).catch(() => undefined);
  const settled = await ledger.settle();
  const metrics = (await client.get(context.metricsUrl).catch(() => undefined))?.body ?? '';
  const output = context.output();
  const seconds = (context.clock.monotonic() - begun) / 1_000;
  yield fact(lines, 'nothing but records of the collector', faultsOfLog(output));
  yield growthOf(growth, output.split('\n').length, seconds);
  yield fact(shown, 'in no log line, answer or metric', leaksOf(context, [...client.leaks()], metrics, records));
  yield fact(lost, 'every alert acknowledged is delivered', faultsOf(settled), accountOf(settled));
}

const growthOf = (name: string, lines: number, seconds: number): StepFact => {
  const detail = `${lines} lines in ${seconds.toFixed(0)} s`;
  const isFew = lines <= linesAtStart + linesASecond * seconds;
  return fact(name, `at most ${linesASecond} lines a second`, isFew ? [] : [detail], detail);
};

const accountOf = ({ goodSent, acknowledged, delivered }: Settled): string =>
  `${acknowledged} acknowledged, ${delivered} delivered; ${goodSent} good ones between the hostile`;

const faultsOf = ({ goodSent, goodRefused, goodLost, acknowledged, delivered }: Settled): string[] => [
  ...(goodRefused.length > 0 ? [`${goodRefused.length} of ${goodSent} good alerts were refused`] : []),
  ...(goodLost.length > 0 ? [`${goodLost.length} of ${goodSent} good alerts were lost`] : []),
  ...(delivered < acknowledged ? [`${delivered} of ${acknowledged} acknowledged alerts were delivered`] : []),
];

const leaksOf = (context: HostileContext, answers: readonly string[], metrics: string, records: Records): string[] => {
  const places: [string, string][] = [
    ['the log', context.output()],
    ['an answer', [...answers, records.text()].join()],
    ['the metrics', metrics],
  ];
  return places.flatMap(([place, text]) =>
    context.secrets.flatMap((secret, index) =>
      text.includes(secret) ? [`secret ${index + 1} stands in ${place}`] : [],
    ),
  );
};

/** What a machine that stalls may be the reason of. */
const late = /no answer|still open/;

const fact = (name: string, expected: string, faults: readonly string[], detail?: string): StepFact => {
  const more = faults.length > 3 ? `; and ${faults.length - 3} more` : '';
  const got = faults.length === 0 ? expected : `${faults.slice(0, 3).join('; ')}${more}`;
  const isLate = faults.some((fault) => late.test(fault));
  return { name, expected, got, detail, ...(isLate && { awaited: true as const }) };
};
