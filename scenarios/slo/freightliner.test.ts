import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { evaluateSlos } from '../../harness/compose/index.ts';
import type { HarnessError } from '../../harness/core/index.ts';
import { systemClock } from '../../harness/core/index.ts';
import { openRecording } from '../../harness/environments/index.ts';
import { evaluateRecording, openMetrics, placeRecordings } from '../../harness/slo/index.ts';
import { freightlinerSlos } from './freightliner.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const programs = { prometheus: `${toolchain ?? ''}/prometheus`, promtool: `${toolchain ?? ''}/promtool` };
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Of its own for each process, because what carries the id of a run ends with it. */
const runId = `slo-${randomUUID()}`;
const common = { programs, clock: systemClock, runId, signal: new AbortController().signal };
const title = `the objectives over recorded data${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;

const breachedWith = async (defect?: string): Promise<string[]> => {
  const { results } = await evaluateSlos({ ...common, root, systems: [], defect });
  return results.filter(({ outcome }) => outcome === 'breached').map(({ recording }) => recording);
};

describe.skipIf(toolchain === undefined)(title, () => {
  test('hold for what the system recorded as it is, and show the gaps', async () => {
    const { results } = await evaluateSlos({ ...common, root, systems: ['freightliner'], defect: undefined });
    expect(results.filter(({ outcome }) => outcome !== 'held')).toEqual([]);
    expect(results.flatMap(({ finding }) => (finding?.proven === true ? [finding.id] : []))).toEqual([
      'freightliner.defect.slo-availability-alert-gap',
      'freightliner.defect.slo-latency-alert-gap',
      'freightliner.defect.slo-http-alert-gap',
      'freightliner.defect.slo-http-alert-gap',
    ]);
  });

  test(
    'turn red with what a broken system would have recorded: each defect its own, and every recording by one',
    { timeout: 120_000 },
    async () => {
      const red = new Map<string, string[]>();
      for (const { name } of freightlinerSlos.defects) red.set(name, await breachedWith(name));
      expect([...red].filter(([, recordings]) => recordings.length === 0)).toEqual([]);
      expect(red.get('replication-failures-as-success')).toEqual([
        'availability/healthy',
        'availability/half-fail',
        'availability/9.9-percent-fail',
      ]);
      expect(red.get('replication-buckets-capped')).toEqual(['latency/longer-than-5-minutes']);
      expect(red.get('gateway-errors-as-success')?.every((name) => name.startsWith('http-api/'))).toBe(true);
      const all = freightlinerSlos.recordings.map(({ name }) => name);
      expect(all.filter((name) => ![...red.values()].flat().includes(name))).toEqual([]);
    },
  );

  test('turn red with a rule that is not the documented one', async () => {
    const placed = placeRecordings(freightlinerSlos.recordings.filter(({ name }) => name.includes('9.9-percent')));
    const [gap] = placed;
    if (gap === undefined) throw new Error('no such recording');
    await using recorded = await openRecording({ ...common, samples: openMetrics(placed) });
    const failing =
      'sum(rate(freightliner_replications_total{status!="success"}[5m])) / sum(rate(freightliner_replications_total[5m]))';
    const outcome = async (expr: string, forMs: number) =>
      (await evaluateRecording(recorded.url, gap, { expr, forMs })).outcome;
    expect(await outcome(`${failing} > 0.1`, 300_000)).toBe('held');
    expect(await outcome(`${failing} > 0.098`, 300_000)).toBe('breached');
    expect(await outcome(`${failing} > 0.098`, 9 * 3_600_000)).toBe('held');
    expect(await outcome('freightliner_nothing > 0.1', 300_000)).toBe('breached');
  });

  test('are not evaluated over what is no recording', async () => {
    await expect(openRecording({ ...common, samples: 'a b c\n' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(breachedWith('nothing')).rejects.toSatisfy(
      (error) => (error as HarnessError).code === 'DEFECT_UNKNOWN',
    );
    const unknown = evaluateSlos({ ...common, root, systems: ['nobody'], defect: undefined });
    await expect(unknown).rejects.toMatchObject({ code: 'SYSTEM_UNKNOWN' });
  });
});
