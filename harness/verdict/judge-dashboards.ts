import type { Dashboard, JudgedDashboard, JudgedDrill, JudgedPanel, Panel, PanelAnswer } from '../contract/index.ts';
import { panelCheckName, panelSight } from './check-panels.ts';
import { severity } from './severity.ts';

/** Gathers over all drills of a run what the panels of its dashboards showed, and what the drills that judge them said. */
export const judgeDashboards = (
  dashboards: readonly (Dashboard & { readonly system: string })[],
  drills: readonly JudgedDrill[],
): JudgedDashboard[] =>
  dashboards.map((dashboard) => {
    const own = drills.filter(({ system }) => system === dashboard.system);
    return { ...dashboard, panels: dashboard.panels.map((panel) => judgePanel(panel, own)) };
  });

type Asked = { readonly drill: JudgedDrill; readonly answers: readonly PanelAnswer[] };

const judgePanel = (panel: Panel, drills: readonly JudgedDrill[]): JudgedPanel => {
  const asked = drills
    .map((drill) => ({ drill, answers: (drill.panels ?? []).filter((answer) => answer.panel === panel.id) }))
    .filter(({ answers }) => answers.length > 0);
  const judging = drills.filter(({ plan }) => plan?.panels?.some(({ id }) => id === panel.id));
  const telling = tellingOf(asked, judging);
  const verdict = verdictOf(panel, judging);
  const withData = asked.filter(({ answers }) => sightOf(answers) === 'data').length;
  return {
    ...panel,
    ...verdict,
    seen: telling === undefined ? 'not asked' : sightOf(telling.answers),
    drills: { asked: asked.length, withData },
    answers: telling?.answers ?? [],
    answeredIn: telling?.drill.id,
    ...(panel.empty !== undefined &&
      telling !== undefined && {
        finding: { ...panel.empty, drill: telling.drill.id, proven: verdict.outcome === 'held' },
      }),
  };
};

const sightOf = (answers: readonly PanelAnswer[]) => panelSight(answers.filter(({ form }) => form === 'own'));

/** One that has data and moves them, else one that has data, else one that judges it, else the first. */
const tellingOf = (asked: readonly Asked[], judging: readonly JudgedDrill[]): Asked | undefined => {
  const judged = asked.filter(({ drill }) => judging.includes(drill));
  const candidates = [...judged, ...asked];
  const withData = candidates.filter(({ answers }) => sightOf(answers) === 'data');
  return withData.find(({ answers }) => answers.some(({ isZero }) => !isZero)) ?? withData[0] ?? candidates[0];
};

const verdictOf = (
  { id, movedBy }: Panel,
  judging: readonly JudgedDrill[],
): Pick<JudgedPanel, 'outcome' | 'reason'> => {
  const checks = judging.flatMap(({ verdict }) =>
    verdict.checks.filter(({ name }) => name === panelCheckName(id) || name.startsWith(`${panelCheckName(id)},`)),
  );
  const outcome = severity.find((candidate) => checks.some((check) => check.outcome === candidate));
  if (outcome === undefined) {
    const wanted = movedBy?.join(', ') ?? 'the healthy drill of its system';
    return { outcome: 'skipped', reason: `its metrics move in ${wanted}, which did not come so far` };
  }
  const { message = '', name = '' } = checks.find((check) => check.outcome === outcome) ?? {};
  return { outcome, reason: message.slice(`${name}: `.length) };
};
