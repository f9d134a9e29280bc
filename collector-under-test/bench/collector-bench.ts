import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeMachine, toTable } from './bench-report.ts';
import type { BenchReport } from './bench-report.ts';
import { startBenchSink } from './bench-sink.ts';
import { runCrash } from './crash-stage.ts';
import { runRate } from './rate-stage.ts';

const sinkAnswerMs = 5;
const rates = [1, 100, 2_000];
const crashRate = 2_000;

// A bare --json at the end means stdout.
const args = [...process.argv.slice(2), ...(process.argv.at(-1) === '--json' ? ['-'] : [])];
const { values } = parseArgs({
  args,
  options: { json: { type: 'string' }, seconds: { type: 'string', default: '10' } },
});

const durationMs = Number(values.seconds) * 1_000;
await using sink = await startBenchSink(sinkAnswerMs);
const report: BenchReport = {
  machine: describeMachine(),
  load: { alertsPerWebhook: 1, sinkAnswerMs, durationMs },
  rates: [],
  crash: await runCrash(sink, crashRate, durationMs / 2),
};
for (const rate of rates) report.rates.push(await runRate(sink, rate, durationMs));

const json = `${JSON.stringify(report, undefined, 2)}\n`;
if (values.json === '-') process.stdout.write(json);
else process.stdout.write(toTable(report));
if (values.json !== undefined && values.json !== '-') await writeFile(values.json, json);
const isSound = report.crash.lost === 0 && report.rates.every(({ accepted, delivered }) => accepted === delivered);
process.exitCode = isSound ? 0 : 1;
