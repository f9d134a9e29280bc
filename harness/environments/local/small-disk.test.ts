import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { DeliverySpec } from '../../contract/index.ts';
import { tempFolder } from '../../engine/testing/temp-folder.ts';
import { fillDisk } from '../../faults/index.ts';
import { alertTo, beginDelivery } from '../testing/begin-delivery.ts';
import { eventually } from '../testing/run-processes.ts';
import { noSmallDisk } from './small-disk.ts';

const signal = new AbortController().signal;
const spec: DeliverySpec = { drill: 'failover/some/drill', subject: canoCollector, seed: 1 };
const lacking = await (async () => {
  await using folder = await tempFolder();
  return await noSmallDisk(folder.path);
})();
const title = `a small disk${lacking === undefined ? '' : ` (skipped: ${lacking})`}`;

describe.skipIf(lacking !== undefined)(title, { timeout: 60_000 }, () => {
  test('is the replica’s alone, is filled from outside, and has room again after', async () => {
    await using run = await beginDelivery();
    expect([...run.environment.capabilities]).toContain('small-file-system');
    await using stack = await run.start({ ...spec, dataDiskMb: 16 });
    const [replica] = stack.replicas;
    await expect(stat(join(replica!.workDir, 'data/cano.db'))).rejects.toMatchObject({ code: 'ENOENT' });
    const health = async (): Promise<number> => (await fetch(`${stack.url}/health`)).status;
    expect([(await alertTo(stack.url)).status, await health()]).toEqual([202, 200]);
    const full = await fillDisk(stack, 0).inject(signal);
    expect(full.proof).toMatch(/^a write there fails with ENOSPC after \d{7,} bytes$/);
    await eventually('it cannot write', async () => (await health()) === 503);
    await full[Symbol.asyncDispose]();
    await eventually('it can write', async () => (await health()) === 200);
  });

  test('is what is filled, and no other', async () => {
    await using run = await beginDelivery();
    await using stack = await run.start(spec);
    const free = fillDisk(stack, 0).inject(signal);
    await expect(free).rejects.toMatchObject({ code: 'DRILL_INVALID' });
  });
});

test('cannot be had at a folder that is not there, and the reason is said', async () => {
  expect(await noSmallDisk('/nowhere/at-all')).toMatch(/^a file system cannot be mounted for a program alone: ./);
});
