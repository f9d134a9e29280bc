import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { borrow, createSandbox, fakeGo, writeScript } from '../toolchain/testing/sandbox.ts';
import { runCommandLine } from './testing/fake-surroundings.ts';

type Row = { tool: string; status: string; path?: string; remedy: string };

describe('doctor', () => {
  test('ends with 3 where a program is missing that cannot be made, and says what to do', async () => {
    await using sandbox = await createSandbox();
    const { status, out, err } = await runCommandLine(['doctor'], sandbox.env);
    expect([status, err]).toEqual([3, '']);
    expect(out).toMatch(/^ {2}tool +wanted +found +from +where, or what will be done\n/);
    expect(out).toMatch(/^✗ go +1\.\d+\.\d+ or newer +– +– +install Go/m);
    expect((await runCommandLine(['doctor', '--json'], sandbox.env)).status).toBe(3);
  });

  test('gives the same as JSON, and ends with 0 where the first use makes what is missing', async () => {
    await using sandbox = await createSandbox();
    const go = await writeScript(join(sandbox.bin, 'go'), fakeGo('', sandbox));
    await borrow((await execa('which', ['tar'])).stdout, sandbox);
    const { status, out, err } = await runCommandLine(['doctor', '--json'], sandbox.env);
    expect([status, err]).toEqual([0, '']);
    const rows = JSON.parse(out) as Row[];
    expect(rows[0]).toMatchObject({ tool: 'go', status: 'ok', path: go, remedy: '' });
    const optional = rows.filter(({ tool }) => tool === 'etcd' || tool === 'kube-apiserver');
    expect(optional.map(({ tool, status: is }) => `${tool} ${is}`)).toEqual([
      'etcd optional',
      'kube-apiserver optional',
    ]);
    const tools = rows.filter((row) => row.tool !== 'go' && row.tool !== 'tar' && !optional.includes(row));
    expect(tools.map(({ tool }) => tool)).toContain('prometheus');
    expect(new Set(tools.map((row) => row.status))).toEqual(new Set(['to-make']));
    for (const { remedy } of tools) expect(remedy).toMatch(/the first use (downloads|builds) /);
    const table = await runCommandLine(['doctor'], sandbox.env);
    expect(table.out.split('\n').filter((line) => /^[✓…–] /.test(line))).toHaveLength(rows.length);
  });
});
