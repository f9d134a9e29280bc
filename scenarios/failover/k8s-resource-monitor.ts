import { k8sResourceMonitorReplicas } from '../../fixtures/systems/k8s-resource-monitor/replicas.ts';
import { withVariant, type DeliveryDrill, type Scenario } from '../../harness/index.ts';
import { electionContext } from './support/election-context.ts';
import { clusterElections } from './support/cluster-elections.ts';
import type { ElectionDrill } from './support/election-drill.ts';
import { electionDrills } from './support/election-drills.ts';

/** The API server of the run comes on top of it once. */
const weight = { cpu: 1, memoryMb: 400 };

const drillOf = ({
  name,
  title,
  variant,
  links = [],
  needs = [],
  onCluster,
  onDemand,
  ...own
}: ElectionDrill): DeliveryDrill => ({
  id: `failover/${name}`,
  title,
  system: k8sResourceMonitorReplicas.name,
  case: 'positive',
  ...(onCluster && { environments: ['kind'] }),
  needs,
  ...(onDemand && { onDemand }),
  delivery: {
    subject: variant === undefined ? k8sResourceMonitorReplicas : withVariant(k8sResourceMonitorReplicas, variant),
    replicas: 3,
    links,
  },
  lowerBound: own.terms,
  steps: own.steps,
  accounts: [],
  weight,
  script: async (context) => await own.script(electionContext(context)),
});

export const k8sResourceMonitorFailover: Scenario = {
  drills: [],
  impossible: [],
  scripted: [...electionDrills, ...clusterElections].map(drillOf),
};
