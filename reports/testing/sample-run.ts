import type { JudgedDrill, RunRecord } from '../../harness/contract/index.ts';
import { outcomesByUrgency } from '../facts/outcome-faces.ts';
import { after } from './sample-bounds.ts';
import { sampleDrill } from './sample-drill.ts';
import { breachedDrill, erroredDrill, inconclusiveDrill, skippedDrill } from './sample-not-held.ts';
import { agedDrill, findingDrill, healthyDrill, justUnderDrill, shorterThanForDrill } from './sample-silent.ts';

/** Builds a run of the drills that are given, with totals that fit; else one in which every outcome and case occurs. */
export const sampleRun = (
  drills: readonly JudgedDrill[] = sampleDrills(),
  changes: Partial<RunRecord> = {},
): RunRecord => ({
  schema: 1,
  runId: '2026-10-12T08-30-02Z-5d1c',
  version: '0.1.0',
  environment: 'local',
  speed: 120,
  seed: 20_261_012,
  defect: undefined,
  tools: { prometheus: '3.5.0', alertmanager: '0.28.1', promtool: '3.5.0', node: '24.21.0' },
  host: { cores: 8, memoryMb: 31_900 },
  startedAt: after(-18),
  endedAt: after(56.1),
  wallMs: 74_100,
  lowerBoundMs: 67_300,
  interrupted: undefined,
  drills,
  impossible: impossibleCases,
  totals: totalsOf(drills),
  exitCode: 1,
  ...changes,
});

const impossibleCases = [
  {
    id: 'alerts/cano-collector-down/just-under',
    system: 'cano-collector',
    alertId: 'cano.alert.CanoCollectorDown',
    case: 'just-under',
    reason: 'up is 0 or 1: there is no value just under the threshold',
  },
  {
    id: 'alerts/cano-collector-destination-failure/just-under',
    system: 'cano-collector',
    alertId: 'cano.alert.CanoCollectorDestinationFailure',
    case: 'just-under',
    reason: 'the threshold is 0, and a rate cannot be less',
  },
  {
    id: 'alerts/cano-collector-destination-failure/shorter-than-for',
    system: 'cano-collector',
    alertId: 'cano.alert.CanoCollectorDestinationFailure',
    case: 'shorter-than-for',
    reason: 'the window of 5m holds one error for longer than the for of 1m',
  },
  {
    id: 'alerts/cano-collector-high-error-rate/shorter-than-for',
    system: 'cano-collector',
    alertId: 'cano.alert.CanoCollectorHighErrorRate',
    case: 'shorter-than-for',
    reason: 'the window of 5m holds one error for longer than the for of 1m',
  },
] as const;

const totalsOf = (drills: readonly JudgedDrill[]): RunRecord['totals'] => {
  const count = (wanted: string) => drills.filter(({ verdict }) => verdict.outcome === wanted).length;
  const totals = { held: 0, breached: 0, inconclusive: 0, errored: 0, skipped: 0 };
  for (const outcome of outcomesByUrgency) totals[outcome] = count(outcome);
  return totals;
};

const sampleDrills = (): JudgedDrill[] => [
  sampleDrill(),
  shorterThanForDrill(),
  breachedDrill(),
  justUnderDrill(),
  agedDrill(),
  healthyDrill(),
  findingDrill(),
  erroredDrill(),
  inconclusiveDrill(),
  skippedDrill(),
];
