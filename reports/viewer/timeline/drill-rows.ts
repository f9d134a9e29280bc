import type { FaultRecord, JudgedDrill } from '../../../harness/contract/index.ts';
import { offset, signed } from '../../facts/plain-text.ts';
import { markup } from '../markup.ts';
import { bar, tick } from './drawing.ts';
import type { Row } from './row.ts';
import type { Scale } from './scale.ts';

/** Gives the rows that a drill has once: its phases and its fault. */
export const drillRows = (drill: JudgedDrill, scale: Scale): Row[] => [
  phasesRow(drill, scale),
  ...(drill.fault === undefined ? [] : [faultRow(drill.fault, scale)]),
];

const phasesRow = ({ phases }: JudgedDrill, scale: Scale): Row => ({
  kind: 'phases',
  label: 'phases',
  plot: markup`${phases.map(({ phase, at }, index) =>
    bar(scale, { from: at, to: phases[index + 1]?.at ?? scale.to, className: `phase p${index % 2}`, label: phase }),
  )}`,
});

const faultRow = ({ requested, effective, removed }: FaultRecord, scale: Scale): Row => {
  const from = requested ?? scale.zero;
  const band = { from, to: removed ?? scale.to, className: 'fault', label: 'fault', isNamed: false };
  const title = effective === undefined ? '' : `seen to be in effect ${offset(effective, scale.zero)}`;
  return {
    kind: 'fault',
    label: 'fault',
    value:
      removed === undefined
        ? effective === undefined
          ? 'never in effect'
          : 'not removed'
        : `removed ${signed(removed - scale.zero)} s`,
    plot: markup`${bar(scale, band)}${effective !== undefined && tick(scale, effective, 'effective', title)}`,
  };
};
