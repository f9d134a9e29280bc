import type { Fault, Stack, Subject } from '../contract/index.ts';
import { getJson, HarnessError, poll, type Clock } from '../core/index.ts';

/** What Prometheus answers of its targets, as far as it is read here. */
type Targets = { readonly data: { readonly activeTargets: readonly { readonly scrapeUrl: string }[] } };

/** How long Prometheus may take to notice that a target left service discovery, in ms. */
const noticeMs = 10_000;

/** The subject is killed and leaves service discovery, as a deleted or evicted pod does. */
export const removeSubject = (): Fault => ({
  kind: 'subject-removed',
  title: 'the pod is gone: the process is killed and leaves service discovery',
  needs: ['signals', 'restart', 'targets'],
  breaksScrapes: true,
  async inject({ stack, clock, signal }) {
    const from = clock.now();
    const target = await stack.withdrawTarget();
    try {
      await isDropped(stack, clock, signal);
      await killed(stack.subject);
    } catch (error) {
      await target[Symbol.asyncDispose]();
      throw error;
    }
    return {
      from,
      proof: 'the process has ended and Prometheus does not scrape it any more',
      async [Symbol.asyncDispose]() {
        await stack.subject.restart();
        await target[Symbol.asyncDispose]();
      },
    };
  },
});

const killed = async (subject: Subject): Promise<void> => {
  await subject.kill();
  const state = await subject.state();
  if (state !== 'exited')
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the killed process is still there', got: state });
};

/** A kill before that would be scraped, and a failed scrape is what a pod that is gone does not leave. */
const isDropped = async ({ prometheusUrl, subject }: Stack, clock: Clock, signal: AbortSignal): Promise<void> => {
  const { host } = new URL(subject.url);
  await poll(async () => (await getJson(`${prometheusUrl}/api/v1/targets?state=active`)) as Targets, {
    what: 'Prometheus drops the withdrawn target',
    until: ({ data }) => data.activeTargets.every(({ scrapeUrl }) => new URL(scrapeUrl).host !== host),
    everyMs: 25,
    timeoutMs: noticeMs,
    clock,
    signal,
  }).catch((cause: unknown) => {
    if (!(cause instanceof HarnessError) || cause.code !== 'TIMEOUT') throw cause;
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'Prometheus still scrapes the withdrawn target', cause });
  });
};
