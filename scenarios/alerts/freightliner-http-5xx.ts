import { unreachableRegistry } from '../../fixtures/systems/freightliner/requests.ts';
import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import {
  alertDrills,
  justUnderPace,
  killDependency,
  pacedRequests,
  rateTerms,
  shorterThanForPace,
  type RunningRule,
} from '../../harness/index.ts';

const perSecond = 3;
const terms = (rule: RunningRule) => rateTerms({ ...rule, eventsPerSecond: perSecond });

export const freightlinerHttp5xx = alertDrills({
  name: 'freightliner-http-5xx',
  system: freightliner,
  alertId: 'freightliner.alert.HighHTTP5xxRate',
  positive: {
    title: 'an API that cannot answer for a registry is noticed',
    requests: [{ path: '/api/v1/registries/source', perSecond }],
    // What cannot be read cannot be replicated either.
    companions: { may: ['HighReplicationFailureRate'] },
    disturb: (rule) => ({ fault: killDependency('registry-a'), ...terms(rule) }),
  },
  justUnder: {
    title: 'as many failed answers as fit under the threshold',
    disturb: (rule) => {
      const { steadyScrapes, pace } = justUnderPace(rule);
      return { fault: pacedRequests({ ...unreachableRegistry, pace }), ...terms(rule), steadyScrapes };
    },
  },
  shorterThanFor: {
    title: 'a short burst of failed answers is pending and no more',
    disturb: (rule) => ({
      fault: pacedRequests({ ...unreachableRegistry, pace: shorterThanForPace(rule) }),
      ...terms(rule),
    }),
  },
});
