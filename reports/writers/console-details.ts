import type { JudgedDrill, RunRecord } from '../../harness/contract/index.ts';
import { reasonsOf } from '../facts/drill-facts.ts';
import { sourceText, withoutControls } from '../facts/plain-text.ts';
import { findings, impossibleByReason, notHeld } from '../facts/run-facts.ts';
import { outcomeText, type Paints } from './console-style.ts';
import { hang } from './wrap.ts';

/** Gives a block of lines for every drill that did not hold: its reasons, what was expected and seen, and the source. */
export const notHeldBlocks = (run: RunRecord, width: number, paints: Paints): string[] =>
  notHeld(run.drills).flatMap((drill) => {
    const { outcome } = drill.verdict;
    return [
      '',
      ...hang('', `${outcomeText(outcome)}  ${withoutControls(drill.id)}`, width).map((line) =>
        paints.outcome(outcome, line),
      ),
      ...detailsOf(drill).flatMap(([label, text]) => hang(`  ${`${label} `.padEnd(14)}`, withoutControls(text), width)),
    ];
  });

/** Gives the lines of the findings that were proven. */
export const findingBlocks = (run: RunRecord, width: number, paints: Paints): string[] => {
  const proven = findings(run).filter((finding) => finding.proven);
  if (proven.length === 0) return [];
  return [
    '',
    paints.bold('Findings proven'),
    ...proven.flatMap(({ id, documented, shown, source }) => [
      ...hang('  ', id, width),
      ...hang('    documented  ', withoutControls(documented), width),
      ...hang('    shown       ', withoutControls(shown), width),
      ...(source === undefined ? [] : hang('    source      ', sourceText(source, 'short'), width)),
    ]),
  ];
};

/** Gives the lines of the cases that cannot exist, grouped by their reason. */
export const impossibleBlocks = (run: RunRecord, width: number, paints: Paints): string[] => {
  if (run.impossible.length === 0) return [];
  return [
    '',
    paints.bold('Cases that cannot exist'),
    ...impossibleByReason(run).flatMap(({ reason, cases }) => [
      ...hang('  ', withoutControls(reason), width),
      ...cases.flatMap(({ id }) => hang('    ', withoutControls(id), width)),
    ]),
  ];
};

const detailsOf = (drill: JudgedDrill): (readonly [string, string])[] => {
  const { verdict, plan } = drill;
  const source = plan?.source;
  const reasons = reasonsOf(drill);
  const isNamed =
    source !== undefined && reasons.some((reason) => reason.includes(`${source.section}, l. ${source.lines}`));
  const untold = verdict.checks.filter(({ outcome, message }) => outcome !== 'held' && !reasons.includes(message));
  return [
    ...reasons.map((reason, index) => [index === 0 ? 'why' : '', reason] as const),
    ...untold.map(({ outcome, message }) => [`also ${outcome}`, message] as const),
    ...(source === undefined || isNamed ? [] : [['documented', sourceText(source, 'short')] as const]),
  ];
};
