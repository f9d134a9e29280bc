export { ageFile } from './age-file.ts';
export { freezeDependency, killDependency } from './break-dependency.ts';
export { agedBacklog } from './aged-backlog.ts';
export { blockFolder } from './block-folder.ts';
export { costlyRequests } from './costly-requests.ts';
export { disturbSink } from './disturb-sink.ts';
export { freezeSubject } from './freeze-subject.ts';
export { heldRequests } from './held-requests.ts';
export { killSubject } from './kill-subject.ts';
export { failCollections } from './fail-collections.ts';
export { lockDatabase } from './lock-database.ts';
export { loseFile } from './lose-file.ts';
export { malformedAlerts } from './malformed-alerts.ts';
export { pacedRequests } from './paced-requests.ts';
export { openDashboards } from './open-dashboards.ts';
export { refuseCollections } from './refuse-collections.ts';
export { removeSubject } from './remove-subject.ts';
export { together } from './together.ts';
export {
  clusterOf,
  cordonNode,
  cutOffNode,
  cutOffReplica,
  deletePod,
  disturbLink,
  exceedMemory,
  exhaustFileDescriptors,
  fillDisk,
  freezeDatabase,
  freezeReplica,
  killDatabase,
  killNode,
  killReplica,
  sinkAnswers,
  sinkDown,
  starveCpu,
  terminateReplica,
} from './targeted/index.ts';
