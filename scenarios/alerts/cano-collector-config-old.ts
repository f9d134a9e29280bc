import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { ageFile, ageTerms, alertDrills, type FaultShape, type RunningRule } from '../../harness/index.ts';

const remainingMs = 2_000;

/** Alerts that arrive as ever beside what is broken. */
const trafficPerSecond = 1;

/** The configuration is that old; nobody waits 30 days, so it is aged at every speed. */
const old = ({ threshold }: RunningRule, share = 1): FaultShape => {
  const ageMs = share * threshold * 1000 - remainingMs;
  return {
    fault: ageFile({ path: 'destinations.yaml', ageMs, title: 'the configuration is old', renew: true }),
    ...ageTerms({ remainingMs, refreshMs: 0 }),
    aged: `the configuration was dated ${(ageMs / 86_400_000).toFixed(2)} days back`,
  };
};

export const canoCollectorConfigOld = alertDrills({
  name: 'cano-collector-config-old',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorConfigOld',
  positive: { title: 'an old configuration is noticed', trafficPerSecond, disturb: (rule) => old(rule) },
  justUnder: {
    title: 'a configuration of four fifths of the age',
    trafficPerSecond,
    disturb: (rule) => old(rule, 0.8),
  },
  shorterThanFor: {
    title: 'a configuration that is renewed in time is pending and no more',
    trafficPerSecond,
    disturb: (rule) => ({ ...old(rule), holdMs: rule.forMs / 2 }),
  },
});
