import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HarnessError, systemClock } from '../core/index.ts';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { uniqueRunId } from '../environments/testing/node-program.ts';
import { writeProgram } from '../environments/testing/write-program.ts';
import { evaluateSlos } from './slo-suite.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const interruption = new HarnessError('INTERRUPTED', { what: 'the run was interrupted' });
const common = { root, systems: [], defect: undefined, clock: systemClock };

test('objectives are not evaluated further once they are interrupted', async () => {
  await using folder = await tempFolder();
  const controller = new AbortController();
  const asked = new Set<string>();
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    if (pathname === '/api/v1/query_range') {
      asked.add(searchParams.get('end') ?? '');
      controller.abort(interruption);
    }
    response.end(JSON.stringify({ data: { result: [] } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const says = `echo '"msg":"Listening on" "address":"${address}"'\nexec sleep 600`;
  const programs = {
    prometheus: await writeProgram(folder.path, 'prometheus', says),
    promtool: await writeProgram(folder.path, 'promtool', 'exit 0'),
  };
  const evaluating = evaluateSlos({ ...common, runId: uniqueRunId(), programs, signal: controller.signal });
  await expect(evaluating).rejects.toBe(interruption);
  expect(asked.size).toBe(1);
  server.closeAllConnections();
  server.close();
});

test('objectives are not begun when they are interrupted already', async () => {
  const programs = { prometheus: 'none', promtool: 'none' };
  const evaluating = evaluateSlos({
    ...common,
    runId: uniqueRunId(),
    programs,
    signal: AbortSignal.abort(interruption),
  });
  await expect(evaluating).rejects.toBe(interruption);
});
