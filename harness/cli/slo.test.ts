import { describe, expect, test } from 'vitest';
import { realTime, runCommandLine } from './testing/fake-surroundings.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const title = `objectives on the command line${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;
const slo = async (...args: readonly string[]) => await runCommandLine(['slo', ...args], process.env, realTime);

describe.skipIf(toolchain === undefined)(title, () => {
  test('end with 0 and show what each alert leaves unseen', async () => {
    const { status, out, err } = await slo();
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('burn rate 100 of at most 1000: below it the budget is gone unseen in 7.20 h or more');
    expect(out).toContain('shows freightliner.defect.slo-availability-alert-gap');
    expect(out).toMatch(/3 objectives over 10 recordings: 10 held, 0 breached/);
  });

  test('end with 1 for what a broken system records, as JSON too', async () => {
    const { status, out } = await slo('--defect', 'replication-buckets-capped', '--json');
    const { results } = JSON.parse(out) as { results: { recording: string; outcome: string }[] };
    const red = results.filter(({ outcome }) => outcome === 'breached').map(({ recording }) => recording);
    expect([status, red]).toEqual([1, ['latency/longer-than-5-minutes']]);
  });

  test.each([
    [['--defect', 'none'], /^DEFECT_UNKNOWN: .*phantom-failures.*\n$/],
    [['--system', 'cano-collector'], /^SYSTEM_UNKNOWN: .*expected one of freightliner.*\n$/],
  ])('end with 2 and one line for %j', async (args, message) => {
    const { status, out, err } = await slo(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
