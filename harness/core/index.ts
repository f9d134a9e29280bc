export { systemClock, type Clock } from './clock.ts';
export { withDeadline } from './deadline.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { getJson } from './get-json.ts';
export { asHarnessError, HarnessError, messageOf } from './harness-error.ts';
export { poll } from './poll.ts';
export { seededRandom, type Random } from './random.ts';
export { UndoStack } from './undo-stack.ts';
