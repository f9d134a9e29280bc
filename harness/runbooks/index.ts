export { loadProcedures } from './load-procedures.ts';
export { actText } from './act-text.ts';
export { openSite } from './open-site.ts';
export { rehearsalSteps, stateOf } from './rehearsal-steps.ts';
export { rehearse } from './rehearse.ts';
