import { describe, expect, it } from 'vitest';
import type { Plan, RunEvent } from '../contract/index.ts';
import { plan } from './testing/events.ts';
import { fakeFault, fakeRun, planned, type FakeRun } from './testing/fake-run.ts';

const startOf = (events: readonly RunEvent[], phase: string): number =>
  events.find((event) => event.type === 'phase' && event.phase === phase)!.at;
const submit = async ({ clock, run }: FakeRun, ...args: Parameters<typeof planned>) =>
  await clock.drive(run.submit(planned(...args)));
const withWindow = (windowMs: number): Plan => {
  const { timing, ...rest } = plan('a/a');
  return { ...rest, timing: { ...timing, settings: { ...timing.settings, windowMs } } };
};

describe('what the machine may have spoilt', () => {
  it('counts the scrapes that failed, unless its fault explains them', async () => {
    await using fake = await fakeRun();
    expect((await submit(fake, fakeFault(fake.log))).machine).toMatchObject({ failedScrapes: 3 });
    const change = { plan: plan('a/b') };
    const explained = await submit(fake, fakeFault(fake.log, { breaksScrapes: true }), change);
    expect(explained.machine).toMatchObject({ failedScrapes: 0 });
  });

  it('sets apart what failed while the stack started, and counts what was missed since it was healthy', async () => {
    const spans: { readonly from: number; readonly to: number }[] = [];
    let looks = 0;
    await using fake = await fakeRun({
      parts: () => ({
        steady: async () => await Promise.resolve({ ready: (looks += 1) > 8, detail: '' }),
        failedScrapes: async (_, __, span) =>
          await Promise.resolve(Array.from({ length: spans.push(span) }, () => span.to)),
      }),
    });
    const { machine } = await submit(fake, fakeFault(fake.log), { plan: withWindow(300) });
    const healthy = startOf(fake.events, 'fault');
    const begun = startOf(fake.events, 'steady');
    expect(spans).toMatchObject([{ from: healthy - 300 }, { from: begun, to: healthy - 300 }]);
    expect(machine).toMatchObject({
      missedEvaluations: 2,
      failedScrapes: 1,
      failedAtStart: 2,
      failedAt: [spans[0]?.to],
    });
    await submit(fake, fakeFault(fake.log), { plan: { ...withWindow(60_000), id: 'a/b' } });
    expect(spans).toHaveLength(3);
  });
});
