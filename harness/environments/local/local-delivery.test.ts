import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { DeliverySpec } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';
import { alertTo, beginDelivery, echoSystem, post } from '../testing/begin-delivery.ts';
import { eventually, processesOf } from '../testing/run-processes.ts';
import { processState } from './process-state.ts';

const spec = (change: Partial<DeliverySpec> = {}): DeliverySpec => ({
  drill: 'failover/some/drill',
  subject: echoSystem(),
  seed: 1,
  ...change,
});

describe('replicas of a system', { timeout: 60_000 }, () => {
  test('have a folder, a port and a process each, and the same environment and files', async () => {
    await using run = await beginDelivery();
    const files = { 'own.txt': 'work is ${work}' };
    await using stack = await run.start(spec({ replicas: 2, env: { COLOUR: 'red' }, files }));
    const [one, other] = stack.replicas;
    expect(stack.replicas.map(({ index }) => index)).toEqual([0, 1]);
    expect(stack.url).toBe(one!.url);
    expect(new Set([one!.url, other!.url, one!.workDir, other!.workDir, one!.pid(), other!.pid()]).size).toBe(6);
    expect(await post(other!.url, 'x')).toMatchObject({ pid: other!.pid(), colour: 'red' });
    for (const { workDir } of stack.replicas) {
      expect(await readFile(join(workDir, 'own.txt'), 'utf8')).toBe(`work is ${workDir}`);
    }
    expect(existsSync(stack.folder)).toBe(true);
    expect(() => stack.link('sink.webhook')).toThrow(expect.objectContaining({ code: 'INTERNAL' }) as Error);
    await stack[Symbol.asyncDispose]();
    expect(await processesOf(run.runId)).toHaveLength(1);
  });

  test('finish when they are asked to, and keep what they wrote before, and their address after', async () => {
    await using run = await beginDelivery();
    await using stack = await run.start(spec());
    const replica = stack.replicas[0]!;
    const [url, first] = [replica.url, replica.pid()];
    for (let line = 0; line < 500; line += 1) await post(url, `line ${line}`);
    await replica.terminate(10_000);
    expect([replica.pid(), await replica.state()]).toEqual([undefined, 'exited']);
    expect(replica.output()).toMatch(/line 0\n[^]*line 499\n[^]*bye/);
    await replica.restart();
    expect(replica.url).toBe(url);
    expect(replica.pid()).not.toBe(first);
    await post(url, 'after');
    await eventually('it is written', () => /bye[^]*after/.test(replica.output()));
  });

  test('throw TIMEOUT when they do not finish, and are gone with the stack all the same', async () => {
    await using run = await beginDelivery();
    await using stack = await run.start(spec());
    const replica = stack.replicas[0]!;
    await replica.freeze();
    await expect(replica.terminate(100)).rejects.toMatchObject({ code: 'TIMEOUT' });
    const pid = replica.pid();
    await stack[Symbol.asyncDispose]();
    expect(await processState(pid!)).toBe('exited');
  });

  test('are known to be gone when somebody else ends them', async () => {
    await using run = await beginDelivery();
    await using stack = await run.start(spec());
    const replica = stack.replicas[0]!;
    process.kill(replica.pid()!, 'SIGKILL');
    await eventually('its end is seen', () => replica.pid() === undefined);
    await replica.kill();
    await replica.terminate(1_000);
    await replica.restart();
    expect(await replica.state()).toBe('running');
  });

  test('are stopped when a later one does not start', async () => {
    await using run = await beginDelivery();
    await expect(run.start(spec({ replicas: 2, env: { LISTEN: '${nowhere}' } }))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    await expect(run.start(spec({ replicas: 0 }))).rejects.toMatchObject({ code: 'DRILL_INVALID' });
    expect(await processesOf(run.runId)).toHaveLength(1);
  });
});

test('a balancer before them sends requests to those that are healthy', { timeout: 60_000 }, async () => {
  await using run = await beginDelivery();
  const env = { SICK: '${work}/sick' };
  await using stack = await run.start(spec({ subject: echoSystem(env), replicas: 2, balanced: true }));
  const { balancer, replicas } = stack;
  expect([stack.url, balancer!.checks.unhealthyAfter]).toEqual([balancer!.url, 2]);
  const answering = async (): Promise<Set<number | undefined>> =>
    new Set([(await post(stack.url, 'x')).pid, (await post(stack.url, 'x')).pid]);
  expect(await answering()).toEqual(new Set(replicas.map((replica) => replica.pid())));
  const beforeMs = systemClock.now();
  await replicas[0]!.freeze();
  await eventually('the frozen one is seen', () => balancer!.changes().at(-1)?.healthy === false);
  expect(balancer!.changes().at(-1)).toMatchObject({
    replica: 0,
    at: expect.toSatisfy((at: number) => at >= beforeMs) as number,
  });
  expect(await answering()).toEqual(new Set([replicas[1]!.pid()]));
  await replicas[1]!.kill();
  const refused = await fetch(stack.url, { method: 'POST', body: 'x' });
  expect(refused.status).toBe(503);
  await eventually('it is counted', () => balancer!.refused() === 1);
  await replicas[0]!.thaw();
  await eventually('it is seen', () =>
    balancer!.changes().some(({ replica, healthy, at }) => replica === 0 && healthy && at > beforeMs),
  );
  expect(await answering()).toEqual(new Set([replicas[0]!.pid()]));
  await writeFile(join(replicas[0]!.workDir, 'sick'), '');
  await eventually('it is seen', () => balancer!.changes().at(-1)?.healthy === false);
  await stack[Symbol.asyncDispose]();
  expect(await processesOf(run.runId)).toHaveLength(1);
});

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const skipped = toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : '';
test.skipIf(toolchain === undefined)(
  `an Alertmanager sends to the balancer${skipped}`,
  { timeout: 60_000 },
  async () => {
    await using run = await beginDelivery({ alertmanager: join(toolchain ?? '', 'alertmanager') });
    const alertmanager = `route: { receiver: all, group_wait: 0s }
receivers:
  - name: all
    webhook_configs: [{ url: '\${subject}/api/alerts' }]`;
    await using stack = await run.start(spec({ replicas: 2, balanced: true, alertmanager }));
    const response = await fetch(`${stack.alertmanagerUrl!}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels: { alertname: 'Unusual' } }]),
    });
    expect(response.status).toBe(200);
    await eventually('a replica has it', () => stack.replicas.some((replica) => replica.output().includes('Unusual')));
    await stack[Symbol.asyncDispose]();
    expect(await processesOf(run.runId)).toHaveLength(1);
  },
);

test('the reference collector delivers what it took before it was killed', { timeout: 60_000 }, async () => {
  await using run = await beginDelivery();
  await using stack = await run.start(spec({ subject: canoCollector }));
  const webhook = stack.sinks.get('webhook')!;
  using refusing = webhook.behave({ status: 503 });
  const response = await alertTo(stack.url);
  expect(response.status).toBe(202);
  await stack.replicas[0]!.kill();
  refusing[Symbol.dispose]();
  await stack.replicas[0]!.restart();
  await eventually('it is delivered', () => webhook.requests().some(({ status }) => status === 200));
});
