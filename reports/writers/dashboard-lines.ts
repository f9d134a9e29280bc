import type { RunRecord } from '../../harness/contract/index.ts';
import { panelsOf, panelsText } from '../facts/panel-facts.ts';
import { withoutControls } from '../facts/plain-text.ts';
import type { Paints } from './console-style.ts';
import { hang } from './wrap.ts';

/** Gives the lines of the dashboards: what became of their panels, in all and by dashboard. */
export const dashboardLines = (run: RunRecord, width: number, paints: Paints): string[] => {
  const { dashboards = [] } = run;
  if (dashboards.length === 0) return [];
  return [
    '',
    paints.bold('Dashboards'),
    ...dashboards.flatMap(({ title, system, panels }) =>
      hang('  ', `${withoutControls(`${system}, ${title}`)}: ${panelsText(panels)}`, width),
    ),
    ...(dashboards.length > 1 ? hang('  ', `in all: ${panelsText(panelsOf(run))}`, width) : []),
  ];
};
