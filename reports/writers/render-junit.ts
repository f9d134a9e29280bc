import type { ImpossibleCase, JudgedDrill, RunRecord } from '../../harness/contract/index.ts';
import { junitCase, junitImpossible } from './junit-case.ts';
import { element } from './xml.ts';

type Suite = { readonly drills: JudgedDrill[]; readonly impossible: ImpossibleCase[] };

/**
 * Writes a run as JUnit XML: a suite for each system and alert, a case for each drill. A breach is a `failure`; a drill
 * that errored or was inconclusive an `error`, told apart by its `type`, since neither may count as a pass; a skipped
 * drill and a case that cannot exist are `skipped` with their reason.
 */
export const renderJunit = (run: RunRecord): string => {
  const suites = [...suitesOf(run)].map(([name, suite]) => suiteElement(name, suite, run));
  const all = countsOf({ drills: [...run.drills], impossible: [...run.impossible] });
  const root = element('testsuites', { name: 'firedrill', ...all, time: timeOf(run.wallMs ?? 0) }, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
};

const suitesOf = ({ drills, impossible }: RunRecord): Map<string, Suite> => {
  const suites = new Map<string, Suite>();
  const suite = (name: string): Suite => {
    const found = suites.get(name) ?? { drills: [], impossible: [] };
    suites.set(name, found);
    return found;
  };
  for (const drill of drills) suite(suiteName(drill.system, drill.plan?.alertId)).drills.push(drill);
  for (const one of impossible) suite(suiteName(one.system, one.alertId)).impossible.push(one);
  return suites;
};

const suiteName = (system: string, alertId: string | undefined): string =>
  alertId === undefined ? system : `${system} ${alertId}`;

const suiteElement = (name: string, suite: Suite, run: RunRecord): string => {
  const times = suite.drills.map(({ startedAt = 0, endedAt = startedAt }) => endedAt - startedAt);
  const time = timeOf(times.reduce((sum, ms) => sum + ms, 0));
  const started = Math.min(...suite.drills.map(({ startedAt }) => startedAt ?? run.startedAt), Infinity);
  const timestamp = new Date(Number.isFinite(started) ? started : run.startedAt).toISOString();
  const cases = [...suite.drills.map(junitCase), ...suite.impossible.map(junitImpossible)];
  return `\n${element('testsuite', { name, ...countsOf(suite), time, timestamp }, [...cases, '\n'])}`;
};

const countsOf = ({ drills, impossible }: Suite) => {
  const having = (...outcomes: string[]) => drills.filter(({ verdict }) => outcomes.includes(verdict.outcome)).length;
  return {
    tests: drills.length + impossible.length,
    failures: having('breached'),
    errors: having('errored', 'inconclusive'),
    skipped: having('skipped') + impossible.length,
  };
};

const timeOf = (ms: number): string => (ms / 1000).toFixed(3);
