import { parseArgs } from 'node:util';
import { systemClock } from '../../core/index.ts';
import { watchDrill } from './watch-drill.ts';

const drill = 'slo/steady';
/** What the harness itself may take of one core while it measures others. */
const limit = 0.1;

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '20' } },
});
const loadMs = Number(values.seconds) * 1_000;
const watched = await watchDrill(drill, ['--duration', `${values.seconds}s`], systemClock);
const { exitCode, lost, cpuMs, drillMs } = watched;
const shares = Object.fromEntries(Object.entries(cpuMs).map(([name, ms]) => [name, ms / loadMs]));
const share = cpuMs.harness / loadMs;

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const table = [
  `${drill}, a load of ${values.seconds} s in a drill of ${(drillMs / 1_000).toFixed(1)} s, lost ${lost}`,
  ['process'.padEnd(10), 'CPU s'.padStart(8), 'of one core'.padStart(12)].join(' '),
  ...Object.entries(cpuMs).map(([name, ms]) =>
    [name.padEnd(10), (ms / 1_000).toFixed(2).padStart(8), percent(ms / loadMs).padStart(12)].join(' '),
  ),
  `the harness takes ${percent(share)} of one core, ${share <= limit ? 'within' : 'OVER'} its ${percent(limit)}`,
];
const report = { node: process.version, drill, loadMs, ...watched, shares, limit, within: share <= limit };
process.stdout.write(`${values.json ? JSON.stringify(report, undefined, 2) : table.join('\n')}\n`);
process.exitCode = exitCode === 0 && lost === 0 ? 0 : 1;
