import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';
import { until } from '../../cano-collector/testing/wait-for.ts';
import { composeMonitor } from '../compose.ts';
import { createLogger } from '../logger.ts';
import { readSettings } from '../settings.ts';
import { canStartMailServer, startMailServer } from '../testing/mail-server.ts';

/** What stands for Slack's incoming webhook. */
async function startSlack(status = 200) {
  const posted: unknown[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      posted.push(body);
      response.writeHead(status).end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T/B/x`;
  return { url, posted, [Symbol.dispose]: () => server.close().closeAllConnections() };
}

/** A monitor whose API can be told to refuse, that collects when it is told to. */
async function startMonitor(env: Record<string, string>) {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const settings = readSettings({
    ...{ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dir.join('data'), KUBERNETES_URL: 'https://unused' },
    ...{ COLLECTION_INTERVAL_MS: '86400000', REQUEST_TIMEOUT_MS: '5000', ...env },
  });
  const api = { refuses: false };
  const listPods = () => (api.refuses ? Promise.reject(new Error('answered 403')) : Promise.resolve([]));
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'error' });
  logger.error = (fields: unknown, message?: unknown) =>
    void lines.push(`${String(message)} ${JSON.stringify(fields)}`);
  const { address } = undo.use(await composeMonitor({ listPods })(settings, logger));
  const collect = async (refuses: boolean) => {
    api.refuses = refuses;
    return (await fetch(`http://127.0.0.1:${address.port}/api/collections`, { method: 'POST' })).status;
  };
  await collect(false);
  const stack = undo.move();
  return { collect, lines, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const alert = (text: string) => ({
  text: `🚨 K8s Resource Monitor Alert: ${text}`,
  channel: '#monitoring',
  username: 'K8s Monitor',
});

test('tells Slack once that collections fail, and once that they work again', async () => {
  using slack = await startSlack();
  await using monitor = await startMonitor({ SLACK_WEBHOOK_URL: slack.url });
  for (const refuses of [true, true, false, false]) await monitor.collect(refuses);
  await until('both came', () => slack.posted.length >= 2);
  await monitor[Symbol.asyncDispose]();
  expect(slack.posted).toEqual([alert('collection failed: answered 403'), alert('collection works again: 0 pods')]);
  expect(monitor.lines).toEqual([]);
});

test('an answer of Slack that is no success is an error that says so, and collecting goes on', async () => {
  using slack = await startSlack(500);
  await using monitor = await startMonitor({ SLACK_WEBHOOK_URL: slack.url });
  expect(await monitor.collect(true)).toBe(502);
  await until('it is logged', () => monitor.lines.length === 1);
  expect(monitor.lines[0]).toContain('notification failed {"place":"slack","error":"Slack answered 500: ok"}');
  expect(await monitor.collect(false)).toBe(201);
});

test.skipIf(!canStartMailServer)('sends the documented mail over TLS with a login', async () => {
  await using mail = await startMailServer();
  await using monitor = await startMonitor({ SMTP_URL: mail.url, SMTP_CA_FILE: mail.caFile });
  await monitor.collect(true);
  await until('it came', () => mail.mails.length + monitor.lines.length > 0);
  expect(monitor.lines).toEqual([]);
  expect(mail.mails).toMatchObject([{ user: 'monitor', from: 'monitor@company.com', to: ['admin@company.com'] }]);
  expect(mail.mails[0]?.text).toMatch(/^Subject: K8s Resource Monitor: collection failed\r?$/m);
  expect(mail.mails[0]?.text).toMatch(/\r\n\r\nanswered 403\r\n/);
});

test.skipIf(!canStartMailServer).each([
  ['cannot be trusted', {}, () => '', /self-signed/],
  ['speaks no TLS', { tls: false }, (caFile: string) => caFile, /STARTTLS/],
])('does not log in where the mail server %s', async (_, options, caFile, reason) => {
  await using mail = await startMailServer(options);
  await using monitor = await startMonitor({ SMTP_URL: mail.url, SMTP_CA_FILE: caFile(mail.caFile) });
  await monitor.collect(true);
  await until('it is logged', () => monitor.lines.length === 1);
  expect(monitor.lines[0]).toMatch(reason);
  expect(mail.logins).toEqual([]);
});

test.skipIf(!canStartMailServer)('a login that is refused is an error that says so', async () => {
  await using mail = await startMailServer({ password: 'another' });
  await using monitor = await startMonitor({ SMTP_URL: mail.url, SMTP_CA_FILE: mail.caFile });
  await monitor.collect(true);
  await until('it is logged', () => monitor.lines.length === 1);
  expect(monitor.lines[0]).toMatch(/"place":"email","error":"Invalid login/);
  expect([mail.logins.length > 0, mail.mails]).toEqual([true, []]);
});
