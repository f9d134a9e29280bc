export { attachedDrills } from './attached-drills.ts';
export { alertSteps, drillAlert } from './drill-alert.ts';
export { mustAllowDisruption } from './guard.ts';
export { readAttachedConfig, type AttachedConfig } from './read-config.ts';
