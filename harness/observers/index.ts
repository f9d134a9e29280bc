export { alertmanagerApi } from './alertmanager-api.ts';
export { alertsSeries } from './alerts-series.ts';
export { eventRecorder } from './event-recorder.ts';
export { observeMaximum } from './expression-maximum.ts';
export { missedEvaluations } from './missed-evaluations.ts';
export { receiverSink } from './receiver-sink.ts';
export { rulesApi } from './rules-api.ts';
export { steadyState } from './steady-state.ts';
