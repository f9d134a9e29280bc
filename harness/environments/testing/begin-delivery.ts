import { join } from 'node:path';
import type { DeliverySpec, DeliveryStack, System } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { startLocalEnvironment } from '../local/local-environment.ts';
import type { Programs } from '../local/local-stack.ts';
import { uniqueRunId } from './node-program.ts';
import { nothingRuns } from './run-processes.ts';

const root = join(import.meta.dirname, '../../..');

/** A run of its own that starts stacks of deliveries; nothing of it is left after its scope. */
export const beginDelivery = async (found: Readonly<Record<string, string>> = {}) => {
  const runId = uniqueRunId();
  const programs: Programs = { prometheus: 'none', alertmanager: 'none', ...found };
  const environment = await startLocalEnvironment({ runId, root, programs, clock: systemClock });
  return {
    runId,
    environment,
    start: async (spec: DeliverySpec, signal = new AbortController().signal): Promise<DeliveryStack> =>
      await environment.startDelivery(spec, signal),
    [Symbol.asyncDispose]: async () => {
      await environment[Symbol.asyncDispose]();
      await nothingRuns(runId);
    },
  };
};

/** Answers a POST with what it is, having sent it on to `UPSTREAM`, where it has one; GET 200 while `SICK` is not made. */
const echo = `const { existsSync } = require('node:fs');
  const { COLOUR: colour, UPSTREAM: upstream, SICK: sick } = process.env;
  process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
  require('node:http').createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', async () => {
      if (request.method === 'GET') return response.writeHead(sick && existsSync(sick) ? 503 : 200).end();
      console.log(body);
      const sent = upstream && await fetch(upstream, { method: 'POST', body }).then(({ status }) => status, (error) => error.cause?.code);
      response.end(JSON.stringify({ pid: process.pid, colour, length: body.length, sent }));
    });
  }).listen(Number(process.argv[1]), '127.0.0.1', function () { console.log(JSON.stringify({ port: this.address().port })); });`;

/** A system that says who it is, in a process that starts in no time. */
export const echoSystem = (env: Readonly<Record<string, string>> = {}): System => ({
  ...canoCollector,
  name: 'echo',
  healthPath: '/health',
  start: {
    local: { command: 'node', args: ['-e', echo, '${port}'], env, files: {}, listening: '"port":(\\d+)' },
  },
});

export type Echoed = {
  readonly pid: number;
  readonly colour?: string;
  readonly length: number;
  readonly sent?: number | string;
};

/** Posts to such a system and gives what it answers. */
export const post = async (url: string, body: string): Promise<Echoed> =>
  (await (await fetch(url, { method: 'POST', body })).json()) as Echoed;

/** Posts an alert to a collector as Alertmanager does. */
export const alertTo = async (url: string): Promise<Response> => {
  const startsAt = new Date(systemClock.now()).toISOString();
  const from = { generatorURL: 'http://prometheus', fingerprint: 'f', startsAt, endsAt: '0001-01-01T00:00:00Z' };
  const alert = { status: 'firing', labels: { alertname: 'A' }, annotations: {}, ...from };
  const group = { groupLabels: {}, commonLabels: {}, commonAnnotations: {}, groupKey: 'g', truncatedAlerts: 0 };
  const about = { version: '4', status: 'firing', receiver: 'r', externalURL: 'http://alertmanager' };
  return await fetch(`${url}/api/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...about, ...group, alerts: [alert] }),
  });
};
