import {
  availability,
  httpApi,
  latency,
  replicationBucket,
  replicationCount,
  replications,
  requests,
} from '../../fixtures/systems/freightliner/slos.ts';
import type { Rates, SloSuite } from '../../harness/index.ts';

const minutes = (count: number): number => count * 60;
const hours = (count: number): number => count * 3_600;

/** Replications a second, and the share of them that fails. */
const replicating = (failing: number, perSecond = 2): Rates => ({
  [replications('success')]: perSecond * (1 - failing),
  [replications('failed')]: perSecond * failing,
});

/** Replications a second by how long they take: under 60 s, up to 300 s, up to 600 s. */
const taking = (fast: number, slow: number, slower: number): Rates => ({
  [replicationBucket('60')]: fast,
  [replicationBucket('300')]: fast + slow,
  [replicationBucket('600')]: fast + slow + slower,
  [replicationBucket('+Inf')]: fast + slow + slower,
  [replicationCount]: fast + slow + slower,
});

const answering = (good: number, bad: number): Rates => ({ [requests('200')]: good, [requests('500')]: bad });

/** What a broken system would have recorded in the place of one series: it counts under another. */
const countedAs =
  (wrong: string, as: string) =>
  (rates: Rates): Rates =>
    wrong in rates ? { ...rates, [wrong]: 0, [as]: (rates[as] ?? 0) + (rates[wrong] ?? 0) } : rates;

const alsoCounted = (rates: Rates, right: string, as: string): Rates =>
  right in rates ? { [as]: (rates[as] ?? 0) + (rates[right] ?? 0) / 50 } : {};

const without =
  (...gone: readonly string[]) =>
  (rates: Rates): Rates =>
    Object.fromEntries(Object.entries(rates).filter(([series]) => !gone.includes(series)));

const silently = 'freightliner.defect.slo-availability-alert-gap';

/** The three objectives of document 004 over what was recorded, each with its alert and with one that burns by rate. */
export const freightlinerSlos: SloSuite = {
  recordings: [
    {
      name: 'availability/healthy',
      title: 'one replication in 2000 fails for 30 days: half the budget',
      slo: availability,
      before: replicating(0.0005),
      then: [{ seconds: hours(2), rates: replicating(0.0005) }],
      expects: { met: true, alert: 'silent' },
    },
    {
      name: 'availability/half-fail',
      title: 'half of all replications fail for 2 hours',
      slo: availability,
      before: replicating(0),
      then: [{ seconds: hours(2), rates: replicating(0.5) }],
      expects: { met: false, alert: 'fires' },
    },
    {
      name: 'availability/9.9-percent-fail',
      title: '9.9 % of all replications fail for 8 hours, just under the threshold of 10 %',
      slo: availability,
      before: replicating(0),
      then: [{ seconds: hours(8), rates: replicating(0.099) }],
      expects: { met: false, alert: 'silent' },
      finding: {
        id: silently,
        shown: 'the budget of 30 days is gone in 7.3 hours and no alert fires',
        corrected: 'fires',
      },
    },
    {
      name: 'latency/healthy',
      title: 'one replication in 200 takes longer than 60 s for 7 days: half the budget',
      slo: latency,
      before: taking(1.99, 0.01, 0),
      then: [{ seconds: hours(2), rates: taking(1.99, 0.01, 0) }],
      expects: { met: true, alert: 'silent' },
    },
    {
      name: 'latency/longer-than-5-minutes',
      title: 'most replications take longer than 300 s for 3 hours',
      slo: latency,
      before: taking(2, 0, 0),
      then: [{ seconds: hours(3), rates: taking(0.2, 0.2, 1.6) }],
      expects: { met: false, alert: 'fires' },
    },
    {
      name: 'latency/half-take-4-minutes',
      title: 'half of all replications take between 60 and 300 s for 12 hours',
      slo: latency,
      before: taking(2, 0, 0),
      then: [{ seconds: hours(12), rates: taking(1, 1, 0) }],
      expects: { met: false, alert: 'silent' },
      finding: {
        id: 'freightliner.defect.slo-latency-alert-gap',
        shown: 'the budget of 7 days is gone in 3.4 hours and no alert fires',
        corrected: 'fires',
      },
    },
    {
      name: 'http-api/healthy',
      title: 'one request in 1000 fails at 10 a second',
      slo: httpApi,
      before: answering(9.99, 0.01),
      then: [{ seconds: hours(1), rates: answering(9.99, 0.01) }],
      expects: { met: true, alert: 'silent' },
    },
    {
      name: 'http-api/half-fail',
      title: 'half of all requests fail at 10 a second',
      slo: httpApi,
      before: answering(10, 0),
      then: [{ seconds: minutes(20), rates: answering(5, 5) }],
      expects: { met: false, alert: 'fires' },
    },
    {
      name: 'http-api/all-fail-slowly',
      title: 'every request fails at 0.9 a second',
      slo: httpApi,
      before: answering(0.9, 0),
      then: [{ seconds: hours(1), rates: answering(0, 0.9) }],
      expects: { met: false, alert: 'silent' },
      finding: {
        id: 'freightliner.defect.slo-http-alert-gap',
        shown: 'nothing is served for an hour and no alert fires',
        corrected: 'fires',
      },
    },
    {
      name: 'http-api/busy',
      title: 'one request in 500 fails at 1000 a second',
      slo: httpApi,
      before: answering(1_000, 0),
      then: [{ seconds: hours(1), rates: answering(998, 2) }],
      expects: { met: true, alert: 'fires' },
      finding: {
        id: 'freightliner.defect.slo-http-alert-gap',
        shown: 'the objective is met and the alert fires',
        corrected: 'silent',
      },
    },
  ],
  defects: [
    {
      name: 'replication-failures-as-success',
      title: 'a replication that failed is counted as a success',
      changes: countedAs(replications('failed'), replications('success')),
    },
    {
      name: 'replication-buckets-capped',
      title: 'the highest finite bucket of a replication is 300 s',
      changes: without(replicationBucket('600')),
    },
    {
      name: 'replication-durations-uncounted',
      title: 'replications that take longer than 60 s are not observed',
      changes: (rates) => {
        const fast = rates[replicationBucket('60')];
        if (fast === undefined) return rates;
        const observed = Object.keys(rates).filter((series) => series.includes('duration_seconds'));
        return { ...rates, ...Object.fromEntries(observed.map((series) => [series, fast])) };
      },
    },
    {
      name: 'phantom-failures',
      title: 'one success in 50 is counted as a failure too, or as one that took long',
      changes: (rates) => ({
        ...rates,
        ...alsoCounted(rates, replications('success'), replications('failed')),
        ...alsoCounted(rates, requests('200'), requests('500')),
        ...alsoCounted(rates, replicationBucket('60'), replicationCount),
      }),
    },
    {
      name: 'gateway-errors-as-success',
      title: 'answers of 5xx are counted with the status 200',
      changes: countedAs(requests('500'), requests('200')),
    },
  ],
};
