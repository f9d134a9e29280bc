import type { JudgedDashboard, JudgedPanel, PanelAnswer, PanelSight } from '../../harness/contract/index.ts';

const source = { document: '003_59284907075ae813.txt', section: 'Метрики > Grafana Dashboard', lines: '116-152' };
const finding = {
  id: 'k8smon.defect.dashboard-bare-histogram',
  documented: 'the panel shows a duration',
  shown: 'it is empty, and its mean is not',
};

const answer = (panel: string, seen: PanelSight, change: Partial<PanelAnswer> = {}): PanelAnswer => ({
  panel,
  form: 'own',
  expr: 'rate(x[5s])',
  seen,
  series: seen === 'data' ? 2 : 0,
  ...(seen === 'data' && { last: 1.99833 }),
  ...change,
});

const panel = (index: number, title: string, change: Partial<JudgedPanel>): JudgedPanel => {
  const id = `k8smon.dashboard.main.panel.${index}`;
  return {
    id,
    title,
    source: { ...source, lines: `${index}0-${index}9` },
    queries: [`rate(http_${index}[5m])`],
    seen: 'data',
    outcome: 'held',
    reason: '',
    drills: { asked: 3, withData: 3 },
    answers: [answer(id, 'data')],
    answeredIn: 'alerts/k8s-resource-monitor-healthy',
    ...change,
  };
};

/** A dashboard with a panel of every kind: with data, empty as it should be, breached, refused, built, and not judged. */
export const sampleDashboards = (): JudgedDashboard[] => [
  {
    id: 'k8smon.dashboard.main',
    title: 'K8s Resource Monitor',
    system: 'k8s-resource-monitor',
    source,
    defects: ['epstats.defect.dashboard-wrapper'],
    panels: [
      panel(1, 'Requests <b>', {}),
      panel(2, 'Duration', {
        seen: 'no data',
        corrected: ['rate(x_sum[5m]) / rate(x_count[5m])'],
        answers: [answer('2', 'no data'), answer('2', 'data', { form: 'corrected', series: 1, isZero: true, last: 0 })],
        empty: finding,
        finding: { ...finding, drill: 'alerts/k8s-resource-monitor-healthy', proven: true },
      }),
      panel(3, 'Pods', {
        seen: 'error',
        outcome: 'breached',
        reason: '“Pods” (003, l. 30-39): expected data, got error',
        answers: [answer('3', 'error', { error: 'parse error' })],
      }),
      panel(4, 'Costs', { queries: [], built: ['sum(cost)'], defects: ['k8smon.defect.gauge-named-total'] }),
      panel(5, 'Errors', {
        seen: 'not asked',
        outcome: 'skipped',
        reason: 'its metrics move in alerts/x, which did not come so far',
        answers: [],
        answeredIn: undefined,
      }),
    ],
  },
];
