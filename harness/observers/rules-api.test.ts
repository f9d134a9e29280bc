import { expect, test } from 'vitest';
import { eventually } from '../environments/testing/run-processes.ts';
import { rulesApi } from './rules-api.ts';
import { recorded, serveAnswers } from './testing/answers.ts';
import { Watched } from './testing/watched.ts';

const path = '/api/v1/rules';

test('sees pending at the time that Prometheus gives, then firing, then inactive', async () => {
  await using prometheus = await serveAnswers({ [path]: recorded('rules-inactive.json') });
  const watched = new Watched({ prometheusUrl: prometheus.url });
  const observer = rulesApi.watch?.(watched.context);
  for (const [index, state] of ['pending', 'firing', 'inactive'].entries()) {
    prometheus.answers = { [path]: recorded(`rules-${state}.json`) };
    await eventually(`the alert is ${state}`, () => watched.seen.length > index);
  }
  await observer?.[Symbol.asyncDispose]();
  expect(watched.story).toEqual([
    'CanoCollectorDown pending',
    'CanoCollectorDown firing',
    'CanoCollectorDown inactive',
  ]);
  expect(watched.seen[0]?.when).toBe(Date.parse('2026-11-21T07:30:36.826Z'));
  expect(watched.verdicts).toMatchObject([{ ok: true }]);
});

test('cannot see while a rule does not evaluate, and says which and why', async () => {
  const broken = recorded('rules-inactive.json').replace(
    '"health": "ok"',
    '"health": "err", "lastError": "many-to-many"',
  );
  await using prometheus = await serveAnswers({ [path]: broken });
  const watched = new Watched({ prometheusUrl: prometheus.url });
  await rulesApi.watch?.(watched.context)[Symbol.asyncDispose]();
  const [verdict] = watched.verdicts;
  expect(verdict?.ok).toBe(false);
  expect(verdict?.detail).toContain('rule CanoCollectorDown does not evaluate: many-to-many');
});
