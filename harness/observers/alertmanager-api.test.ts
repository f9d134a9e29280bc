import { expect, test } from 'vitest';
import { eventually } from '../environments/testing/run-processes.ts';
import { alertmanagerApi } from './alertmanager-api.ts';
import { recorded, serveAnswers } from './testing/answers.ts';
import { Watched } from './testing/watched.ts';

const path = '/api/v2/alerts';

test('sees an alert come and go', async () => {
  await using alertmanager = await serveAnswers({ [path]: recorded('alertmanager-alerts.json') });
  const watched = new Watched({ alertmanagerUrl: alertmanager.url });
  const observer = alertmanagerApi.watch?.(watched.context);
  await eventually('the alert is there', () => watched.seen.length === 1);
  alertmanager.answers = { [path]: '[]' };
  await eventually('the alert is gone', () => watched.seen.length === 2);
  await observer?.[Symbol.asyncDispose]();
  expect(watched.story).toEqual(['CanoCollectorDown received', 'CanoCollectorDown cleared']);
  expect(watched.seen[0]?.labels).toMatchObject({ severity: 'critical', job: 'cano-collector' });
});

test('is blind where nobody answers', async () => {
  const watched = new Watched({ alertmanagerUrl: 'http://127.0.0.1:9' });
  await alertmanagerApi.watch?.(watched.context)[Symbol.asyncDispose]();
  expect(watched.verdicts).toMatchObject([{ ok: false, detail: expect.stringContaining('blind') as string }]);
});
