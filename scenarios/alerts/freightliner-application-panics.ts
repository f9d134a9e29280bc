import { poisonedImage } from '../../fixtures/systems/freightliner/requests.ts';
import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { alertDrills, pacedRequests, rateTerms } from '../../harness/index.ts';

const perSecond = 0.5;
// A replication whose worker crashed has failed too.
const companions = { may: ['HighReplicationFailureRate'] };

export const freightlinerApplicationPanics = alertDrills({
  name: 'freightliner-application-panics',
  system: freightliner,
  alertId: 'freightliner.alert.ApplicationPanics',
  positive: {
    title: 'workers that crash are noticed',
    companions,
    disturb: (rule) => ({
      fault: pacedRequests({ ...poisonedImage, pace: { perSecond } }),
      ...rateTerms({ ...rule, eventsPerSecond: perSecond }),
    }),
  },
});
