import { badToken } from '../../fixtures/systems/freightliner/requests.ts';
import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import {
  alertDrills,
  justUnderPace,
  pacedRequests,
  rateTerms,
  shorterThanForPace,
  type RunningRule,
} from '../../harness/index.ts';

const perSecond = 10;
const terms = (rule: RunningRule) => rateTerms({ ...rule, eventsPerSecond: perSecond });

export const freightlinerAuthFailures = alertDrills({
  name: 'freightliner-auth-failures',
  system: freightliner,
  alertId: 'freightliner.alert.HighAuthFailureRate',
  positive: {
    title: 'bad tokens are noticed',
    disturb: (rule) => ({ fault: pacedRequests({ ...badToken, pace: { perSecond } }), ...terms(rule) }),
  },
  justUnder: {
    title: 'as many bad tokens as fit under the threshold',
    disturb: (rule) => {
      const { steadyScrapes, pace } = justUnderPace(rule);
      return { fault: pacedRequests({ ...badToken, pace }), ...terms(rule), steadyScrapes };
    },
  },
  shorterThanFor: {
    title: 'a short burst of bad tokens is pending and no more',
    disturb: (rule) => ({ fault: pacedRequests({ ...badToken, pace: shorterThanForPace(rule) }), ...terms(rule) }),
  },
});
