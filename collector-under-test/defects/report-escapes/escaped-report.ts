import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import type { CreateReport, Report } from '../../endpoint-statistics/statistics/report.ts';

const program = new URL('reporter.ts', import.meta.url).pathname;

/** Has a process in a session of its own create the reports, where no accounting of the service's processes finds it. */
export function escapedReport(): CreateReport {
  let reporter: { child: ChildProcess; lines: Interface } | undefined;
  let busy: Promise<unknown> = Promise.resolve();
  const ask = async (durations: readonly number[], resamples: number): Promise<Report> => {
    reporter ??= startReporter();
    const answered = once(reporter.lines, 'line') as Promise<[string]>;
    reporter.child.stdin?.write(`${JSON.stringify({ durations, resamples })}\n`);
    return JSON.parse((await answered)[0]) as Report;
  };
  return ({ durations, resamples }) => {
    const report = busy.then(() => ask(durations, resamples));
    busy = report.catch(() => undefined);
    return report;
  };
}

/** It ends with its input, and so with the service. */
function startReporter(): { child: ChildProcess; lines: Interface } {
  const child = spawn(process.execPath, [program], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout }) };
}
