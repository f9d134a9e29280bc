import * as fs from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReports } from '../../reports/index.ts';
import { loadScenarios, type Session } from '../compose/index.ts';
import type { ScriptedDrill, ScriptedPrometheus } from '../contract/index.ts';
import { openSuiteSession, root } from './open-suite-session.ts';

const { scripted = [] } = await loadScenarios(root);
const routing = scripted.filter((each) => 'alertmanager' in each);

type Change = (drill: ScriptedDrill) => ScriptedDrill;
type Broken = { readonly drill: string; readonly defect: string; readonly breaking: Change };

/** Changes the configuration after the drill's own change of it. */
const written =
  (from: string | RegExp, to: string): Change =>
  (drill) => {
    const { path, change = (text: string) => text } = drill.alertmanager;
    const broken = (text: string): string => {
      const whole = change(text);
      const other = whole.replace(from, to);
      if (other === whole) throw new Error(`${path}: the configuration is as it was`);
      return other;
    };
    return { ...drill, alertmanager: { path, change: broken } };
  };
const unjoined: Change = (drill) => ({ ...drill, joined: false });
const storageKept: Change = (drill) => ({ ...drill, keepsStorage: true });
const storageLost: Change = (drill) => ({ ...drill, keepsStorage: false });
const apart: Change = (drill) => ({ ...drill, members: 2, joined: false });
/** Changes the Prometheus of a drill. */
const prometheus =
  (change: (prometheus: ScriptedPrometheus) => ScriptedPrometheus): Change =>
  (drill) => {
    if (drill.prometheus === undefined) throw new Error(`${drill.id} has no Prometheus`);
    return { ...drill, prometheus: change(drill.prometheus) };
  };
const samplesLost = prometheus((own) => ({ ...own, keepsSamples: false }));
const graceByDefault = prometheus((own) => ({ ...own, forGracePeriodMs: 600_000 }));
const unlabelled = prometheus(({ change = (text) => text, ...own }) => ({
  ...own,
  change: (text) => change(text).replace(/external_labels:.*/, ''),
}));
const replicaLeft = prometheus(({ change = (text) => text, ...own }) => ({
  ...own,
  change: (text) => change(text).replace('regex: replica', 'regex: nothing'),
}));

const endpointStatistics = 'routing/endpoint-statistics';
const inhibitions = ['critical-over-warning', 'service-down', 'replication-stopped'].flatMap((name) => [
  `routing/inhibition-${name}/documented`,
  `routing/inhibition-${name}/corrected`,
]);

/** Each broken in one named way. */
const broken: readonly Broken[] = [
  ...[endpointStatistics, 'routing/alertmanager-restarted'].map((drill) => ({
    drill,
    defect: 'nothing says that it is over',
    breaking: written(/send_resolved: true/g, 'send_resolved: false'),
  })),
  {
    drill: endpointStatistics,
    defect: 'the critical route is gone',
    breaking: written('severity: critical', 'severity: none'),
  },
  {
    drill: endpointStatistics,
    defect: 'a template names what is not there',
    breaking: written('.Labels.severity', '.Labels.nobody.name'),
  },
  {
    drill: `${endpointStatistics}-corrected`,
    defect: 'the critical route is the last',
    breaking: written('continue: true', 'continue: false'),
  },
  {
    drill: 'routing/freightliner',
    defect: 'nobody is paged',
    breaking: written('receiver: pagerduty', 'receiver: slack-component'),
  },
  {
    drill: 'routing/freightliner',
    defect: 'a page has a severity that is none',
    breaking: written('{{ .CommonLabels.severity }}', 'page'),
  },
  ...inhibitions.map((drill) => ({
    drill,
    defect: 'nothing is inhibited',
    breaking: written(/inhibit_rules:[^]*?\n(?=receivers:)/, ''),
  })),
  {
    drill: 'routing/repeat',
    defect: 'repeat_interval is three times as long',
    breaking: written('repeat_interval: 4h', 'repeat_interval: 12h'),
  },
  ...['pending', 'firing'].flatMap((when) => [
    { drill: `routing/prometheus-restarted/${when}`, defect: 'its samples are lost', breaking: samplesLost },
    {
      drill: `routing/prometheus-restarted/${when}`,
      defect: 'the grace period is longer than for',
      breaking: graceByDefault,
    },
  ]),
  { drill: 'routing/silence-restarted/documented', defect: 'its storage is kept', breaking: storageKept },
  { drill: 'routing/silence-restarted/corrected', defect: 'its storage is lost', breaking: storageLost },
  { drill: 'routing/two-prometheus/documented', defect: 'no replica has a label', breaking: unlabelled },
  { drill: 'routing/two-prometheus/corrected', defect: 'each sends its replica', breaking: replicaLeft },
  { drill: 'routing/two-prometheus/corrected', defect: 'the members do not know of each other', breaking: unjoined },
  ...['terminated', 'killed'].flatMap((name) =>
    ['group-wait', 'notified'].map((when) => ({
      drill: `routing/member-${name}/${when}`,
      defect: 'the members do not know of each other',
      breaking: unjoined,
    })),
  ),
  ...['routing/silence', 'routing/receiver-recovers'].map((drill) => ({
    drill,
    defect: 'two members do not know of each other',
    breaking: apart,
  })),
];

/** The broken drill under a name of its own. */
const asBroken = ({ drill: id, defect, breaking }: Broken): ScriptedDrill => {
  const drill = routing.find((each) => each.id === id);
  if (drill === undefined) throw new Error(`no drill ${id}`);
  return { ...breaking(drill), id: `${id}/${defect.replaceAll(' ', '-')}` };
};

const drills = broken.map(asBroken);
let session: Session | undefined;

beforeAll(async () => {
  session = await openSuiteSession({ drills: [], impossible: [], scripted: drills }, 'routing');
}, 1_800_000);

afterAll(async () => {
  if (session !== undefined) await writeReports(await session.finish(), session.folder, fs);
}, 60_000);

describe.concurrent('what is broken in one way breaches its drill', () => {
  test.each(drills.map(({ id }) => id))('%s', { timeout: 300_000 }, async (id) => {
    if (session === undefined) throw new Error('the session did not open');
    const { verdict } = await session.run(id);
    expect(verdict.outcome, verdict.reasons.join('\n')).toBe('breached');
  });
});

test('every routing drill is shown to be able to fail', () => {
  expect([...new Set(broken.map(({ drill }) => drill))].sort()).toEqual(routing.map(({ id }) => id).sort());
});
