export { burnRateOf, burning, type BurnRate } from './burn-rate.ts';
export { evaluateRecording, type SloResult } from './evaluate-recording.ts';
export { openMetrics } from './open-metrics.ts';
export { placeRecordings } from './place-recordings.ts';
