import { analyse } from '../rules/index.ts';
import { firesAt } from './fires-at.ts';
import { judgeRecording, type SloCheck, type SloObservation } from './judge-recording.ts';
import type { PlacedRecording } from './place-recordings.ts';
import { queryRange, type Span } from './query-range.ts';
import { missedAfter, trueShare } from './true-share.ts';

/** A documented rule as far as recordings need it. */
export type GuardingRule = { readonly expr: string; readonly forMs: number };

export type SloResult = {
  readonly slo: string;
  readonly recording: string;
  readonly title: string;
  readonly outcome: 'held' | 'breached';
  readonly checks: readonly SloCheck[];
  readonly finding?: { readonly id: string; readonly shown: string; readonly proven: boolean };
};

const evaluationSeconds = 15;
const measurements = 200;

/** Evaluates the objective and its alerts over a recording by a Prometheus that holds it at `url`. */
export const evaluateRecording = async (
  url: string,
  placed: PlacedRecording,
  rule: GuardingRule,
): Promise<SloResult> => {
  const { recording } = placed;
  const checks = judgeRecording(recording, await observe(url, placed, rule));
  const outcome = checks.every((each) => each.outcome === 'held') ? 'held' : 'breached';
  const { finding } = recording;
  return {
    slo: recording.slo.id,
    recording: recording.name,
    title: recording.title,
    outcome,
    checks,
    ...(finding === undefined ? {} : { finding: { id: finding.id, shown: finding.shown, proven: outcome === 'held' } }),
  };
};

const observe = async (url: string, placed: PlacedRecording, rule: GuardingRule): Promise<SloObservation> => {
  const { slo } = placed.recording;
  const { active: from, to } = placed;
  const stepSeconds = Math.max(evaluationSeconds, Math.ceil((to - from) / measurements / 15) * 15);
  const sli = slo.sli.replaceAll('$window', `${slo.windowSeconds}s`);
  const evaluations: Span = { from, to, stepSeconds: evaluationSeconds };
  const { lhs, operator, threshold } = analyse(rule.expr);
  const shares = await queryRange(url, sli, { from, to, stepSeconds });
  const [last] = await queryRange(url, sli, { from: to, to, stepSeconds });
  const missed = shares.find(({ value }) => value < slo.objective);
  const sampled = (await queryRange(url, lhs, evaluations)).filter(({ value }) => Number.isFinite(value));
  const fires = firesAt(await queryRange(url, rule.expr, evaluations), evaluationSeconds, rule.forMs / 1000);
  const corrected = firesAt(await queryRange(url, slo.corrected.expr, evaluations), evaluationSeconds, 0);
  const after = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - from);
  return {
    sli: Number.isFinite(last?.value) ? last?.value : undefined,
    trueShare: trueShare(placed, to),
    missedAfter: after(missed?.at),
    trulyMissedAfter: missedAfter(placed, evaluationSeconds),
    stepSeconds,
    alertAfter: after(fires),
    correctedAfter: after(corrected),
    greatest: sampled.length === 0 ? undefined : Math.max(...sampled.map(({ value }) => value)),
    rule: { operator, threshold },
  };
};
