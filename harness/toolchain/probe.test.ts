import { chmod, mkdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { searchFor } from './options.ts';
import { probe } from './probe.ts';
import { createSandbox, fakeToxiproxy, writeScript, type Sandbox } from './testing/sandbox.ts';

const counting = (version: string, { folder }: Sandbox): string =>
  `${fakeToxiproxy(version)}echo run >> ${folder}/runs\n`;

const runs = async ({ folder }: Sandbox): Promise<number> =>
  (await readFile(join(folder, 'runs'), 'utf8')).split('\n').length - 1;

describe('probe', () => {
  it('runs a program once, and again only when its file has changed', async () => {
    await using sandbox = await createSandbox();
    const search = searchFor('toxiproxy-server', { env: sandbox.env });
    const path = await writeScript(join(sandbox.bin, 'tool'), counting('2.5.0', sandbox));
    expect(await probe(path, search)).toEqual({ version: '2.5.0', problem: undefined });
    expect(await probe(path, search)).toEqual({ version: '2.5.0', problem: undefined });
    expect(await runs(sandbox)).toBe(1);
    await writeScript(path, counting('1.5.0', sandbox));
    await utimes(path, 1, 1);
    expect(await probe(path, search)).toMatchObject({ version: '1.5.0' });
    expect(await runs(sandbox)).toBe(2);
  });

  it('asks a broken program again', async () => {
    await using sandbox = await createSandbox();
    const search = searchFor('toxiproxy-server', { env: sandbox.env });
    const path = await writeScript(
      join(sandbox.bin, 'tool'),
      `#!/bin/sh\necho run >> ${sandbox.folder}/runs; exit 1\n`,
    );
    await probe(path, search);
    await probe(path, search);
    expect(await runs(sandbox)).toBe(2);
  });

  it('gives nothing for a folder or no file', async () => {
    await using sandbox = await createSandbox();
    const search = searchFor('k6', { env: sandbox.env });
    expect(await probe(sandbox.bin, search)).toBeUndefined();
    expect(await probe(join(sandbox.bin, 'none'), search)).toBeUndefined();
  });

  it('works without a cache that can be written', async () => {
    await using sandbox = await createSandbox();
    const path = await writeScript(join(sandbox.bin, 'tool'), fakeToxiproxy('2.5.0'));
    await mkdir(sandbox.tools, { recursive: true });
    await writeScript(join(sandbox.tools, '.versions'), 'a file where the folder should be');
    await chmod(join(sandbox.tools, '.versions'), 0o444);
    expect(await probe(path, searchFor('toxiproxy-server', { env: sandbox.env }))).toMatchObject({ version: '2.5.0' });
  });
});
