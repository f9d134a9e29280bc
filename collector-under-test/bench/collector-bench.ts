import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeMachine, toTable } from './bench-report.ts';
import type { BenchReport } from './bench-report.ts';
import { startBenchSink } from './bench-sink.ts';
import { findCeilings } from './ceiling.ts';
import { runCrash } from './crash-stage.ts';
import { measureIngestCost } from './ingest-cost.ts';
import { runRate } from './rate-stage.ts';
import { openStores } from './stores.ts';

const sinkAnswerMs = 5;
const rates = [1, 100, 2_000];
const crashRate = 2_000;
const ceilingMs = 5_000;

// A bare --json at the end means stdout.
const args = [...process.argv.slice(2), ...(process.argv.at(-1) === '--json' ? ['-'] : [])];
const { values } = parseArgs({
  args,
  options: { json: { type: 'string' }, seconds: { type: 'string', default: '10' } },
});
const say = (line: string): unknown => process.stderr.write(`${line}\n`);

const durationMs = Number(values.seconds) * 1_000;
await using sink = await startBenchSink(sinkAnswerMs);
await using opened = await openStores();
const { stores, skipped } = opened;
say(`a crash at ${crashRate} alerts a second`);
const crash = await runCrash(sink, crashRate, durationMs / 2);
const measured: BenchReport['rates'] = [];
for (const rate of rates) {
  say(`${rate} alerts a second for ${values.seconds} s`);
  measured.push(await runRate(sink, { rate, durationMs }));
}
say(`the CPU time of an alert, ${stores.map(({ name }) => name).join(' and ')}`);
const costs = await measureIngestCost(sink, stores, durationMs);
say('the ceilings, at most 3 minutes');
const ceilings = await findCeilings(sink, stores, ceilingMs);
const load = { alertsPerWebhook: 1, sinkAnswerMs, durationMs };
const report: BenchReport = { machine: describeMachine(), load, rates: measured, crash, costs, ceilings, skipped };

const json = `${JSON.stringify(report, undefined, 2)}\n`;
if (values.json === '-') process.stdout.write(json);
else process.stdout.write(toTable(report));
if (values.json !== undefined && values.json !== '-') await writeFile(values.json, json);
const counted = [crash, ...measured, ...costs, ...ceilings.flatMap(({ tried }) => tried)];
const isSound = counted.every(({ lost }) => lost === 0) && measured.every(({ pending }) => pending === 0);
process.exitCode = isSound ? 0 : 1;
