export { ageFile, type AgedFile } from './age-file.ts';
export { blockFolder, type BlockedFolder } from './block-folder.ts';
export { disturbSink, type SinkDisturbance } from './disturb-sink.ts';
export { freezeSubject } from './freeze-subject.ts';
export { killSubject } from './kill-subject.ts';
export { malformedAlerts, type Pace } from './malformed-alerts.ts';
export { removeSubject } from './remove-subject.ts';
export { together } from './together.ts';
