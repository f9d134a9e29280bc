import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { NaiveAccount } from './naive-ledger.ts';

type Side = { side: string; seconds: number; peakRssMib: number; account: NaiveAccount };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    transitions: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
  },
});
const alerts = Math.floor(Number(values.transitions) / 2);

const run = async (side: 'ledger' | 'naive'): Promise<Side> => {
  const args = [join(import.meta.dirname, 'ledger-side.ts'), side, String(alerts)];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as Side;
};

const rounds: Side[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) rounds.push(await run('ledger'), await run('naive'));

const countsOf = ({ delivered, onTime, lost, duplicated }: NaiveAccount): string =>
  [delivered, onTime, lost, duplicated].join(' ');
const p95Of = (side: string): number => rounds.find((each) => each.side === side)?.account.p95Ms ?? NaN;
const agree = new Set(rounds.map(({ account }) => countsOf(account))).size === 1;
const p95Error = p95Of('ledger') / p95Of('naive') - 1;

const lines = rounds.map(({ side, seconds, peakRssMib }) =>
  [side.padEnd(8), seconds.toFixed(2).padStart(8), peakRssMib.toFixed(0).padStart(14)].join(' '),
);
const table = [
  `${alerts * 2} transitions of ${alerts} alerts, sent and arrived`,
  ['side'.padEnd(8), 'seconds'.padStart(8), 'peak RSS MiB'.padStart(14)].join(' '),
  ...lines,
  `the two ${agree ? 'agree' : 'disagree'} on every count; p95 is ${(p95Error * 100).toFixed(2)} % apart`,
];
const report = { node: process.version, transitions: alerts * 2, rounds, agree, p95Error };
process.stdout.write(`${values.json ? JSON.stringify(report, undefined, 2) : table.join('\n')}\n`);
process.exitCode = agree && p95Error >= 0 && p95Error <= 0.01 ? 0 : 1;
