export { systemClock, type Clock } from './clock.ts';
export { withDeadline } from './deadline.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { errorCodes, type ErrorCode } from './error-codes.ts';
export { getJson } from './get-json.ts';
export { asHarnessError, HarnessError, messageOf, type ErrorDetails } from './harness-error.ts';
export { poll, type PollOptions } from './poll.ts';
export { seededRandom, type Random } from './random.ts';
export { UndoStack } from './undo-stack.ts';
