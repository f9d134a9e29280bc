import { createInterface } from 'node:readline';
import { systemRandom } from '../../endpoint-statistics/clock.ts';
import { createReport } from '../../endpoint-statistics/statistics/report.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const { durations, resamples } = JSON.parse(line) as { durations: number[]; resamples: number };
  const report = await createReport({ durations, resamples, random: systemRandom });
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
