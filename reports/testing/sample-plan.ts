import type { Plan } from '../../harness/contract/index.ts';

const allRules = [
  'CanoCollectorDown',
  'CanoCollectorHighErrorRate',
  'CanoCollectorHighLatency',
  'CanoCollectorDestinationFailure',
  'CanoCollectorBackupFailed',
  'CanoCollectorConfigOld',
];

const settings = {
  scrapeIntervalMs: 250,
  scrapeTimeoutMs: 200,
  evaluationIntervalMs: 250,
  forMs: 1000,
  windowMs: 0,
  groupWaitMs: 1000,
  groupIntervalMs: 5000,
};

const scaled = { requested: 120, effective: 60, decidedBy: 'for 1m is at least 1s' };

const rewrites = [
  { where: 'rules.yaml › CanoCollectorDown › for', from: '1m', to: '1s' },
  { where: 'prometheus.yml › global › scrape_interval', from: '15s', to: '250ms' },
  { where: 'prometheus.yml › global › evaluation_interval', from: '15s', to: '250ms' },
  { where: 'alertmanager.yml › route › group_wait', from: '1m', to: '1s' },
  { where: 'alertmanager.yml › route › group_interval', from: '5m', to: '5s' },
];

const lowerBound = {
  ms: 8250,
  terms: [
    { name: 'for', earliestMs: 1000, latestMs: 1250 },
    { name: 'group_wait', earliestMs: 1000, latestMs: 1000 },
    { name: 'group_interval', earliestMs: 5000, latestMs: 5000 },
    { name: 'quiet tail', earliestMs: 1250, latestMs: 1250 },
  ],
};

/** Builds the plan of a healthy run, in which every rule has to stay silent. */
export const healthyPlan = (): Plan => ({
  id: 'alerts/cano-collector-healthy',
  title: 'A healthy collector raises none of its alerts',
  system: 'cano-collector',
  case: 'healthy',
  speed: scaled,
  rewrites,
  timing: { settings, crossing: [], drain: [], allowanceMs: 400 },
  expectations: allRules.map((alertname) => ({ alertname, behaviour: 'silent', timed: false, form: 'documented' })),
  companions: { must: [], may: [] },
  rules: allRules,
  receiverSink: 'operator',
  lowerBound,
  timeoutMs: 60_000,
});

/** Builds the plan of `alerts/cano-collector-down` at speed 60, changed by `changes`. */
export const samplePlan = (changes: Partial<Plan> = {}): Plan => ({
  ...healthyPlan(),
  id: 'alerts/cano-collector-down',
  title: 'The collector is down',
  case: 'positive',
  alertId: 'cano.alert.CanoCollectorDown',
  alertname: 'CanoCollectorDown',
  source: { document: '000_3a1910ff397045e5.txt', section: 'Alerting Rules', lines: '71-78' },
  fault: 'the collector is frozen, so that its listener accepts and never answers',
  expectations: [{ alertname: 'CanoCollectorDown', behaviour: 'fires-and-clears', timed: true, form: 'documented' }],
  ...changes,
});
