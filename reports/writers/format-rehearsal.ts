import type { RunRecord } from '../../harness/contract/index.ts';
import { withoutControls } from '../facts/plain-text.ts';
import { rehearsalFacts, rehearsalTotals, secondsText, type RehearsalFacts } from '../facts/rehearsal-facts.ts';
import type { ConsoleOptions } from './console-style.ts';
import { hang } from './wrap.ts';

/** Writes the procedures of a run for a terminal, each with its state, its findings and how long its arms took; empty for none. */
export const formatRehearsal = ({ drills }: RunRecord, { width }: ConsoleOptions): string => {
  const all = drills.flatMap((drill) => rehearsalFacts(drill) ?? []);
  if (all.length === 0) return '';
  return [
    'Procedures',
    ...all.flatMap((facts) => [
      ...hang('  ', `${facts.plan.procedure}: ${facts.state}${beside(facts)}`, width),
      ...(facts.because === undefined ? [] : hang('      ', withoutControls(facts.because), width)),
    ]),
    ...hang('', rehearsalTotals(all), width),
  ].join('\n');
};

const beside = ({ arms, plan }: RehearsalFacts): string => {
  const times = arms.map(
    ({ arm, tookMs, repairedMs }) =>
      `${arm} ${repairedMs === undefined ? secondsText(tookMs) : `repairs in ${secondsText(repairedMs)}`}`,
  );
  const findings = plan.findings.length === 0 ? '' : ` [${plan.findings.join(', ')}]`;
  return `${times.length === 0 ? '' : ` (${times.join(', ')})`}${findings}`;
};
