export { ageFile } from './age-file.ts';
export { blockFolder } from './block-folder.ts';
export { disturbSink } from './disturb-sink.ts';
export { freezeSubject } from './freeze-subject.ts';
export { killSubject } from './kill-subject.ts';
export { malformedAlerts } from './malformed-alerts.ts';
export { removeSubject } from './remove-subject.ts';
export { together } from './together.ts';
