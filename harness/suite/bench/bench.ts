import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

const benches = {
  collector: ['../../../collector-under-test/bench/collector-bench.ts', '--seconds', '6'],
  ledger: ['../../measure/bench/ledger-bench.ts'],
  harness: ['harness-bench.ts'],
};

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

/** Runs one bench as a process of its own; gives what it printed and its exit status. */
const run = async ([script = '', ...flags]: readonly string[]): Promise<{ printed: string; exitCode: number }> => {
  const args = [join(import.meta.dirname, script), ...flags, ...(values.json ? ['--json'] : [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  return { printed, exitCode: code ?? 130 };
};

const reports: Record<string, unknown> = {};
for (const [name, bench] of Object.entries(benches)) {
  const { printed, exitCode } = await run(bench);
  if (exitCode !== 0) process.exitCode = 1;
  if (values.json) reports[name] = printed === '' ? { exitCode } : (JSON.parse(printed) as unknown);
  else process.stdout.write(`== ${name}\n${printed.trimEnd()}\n\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
