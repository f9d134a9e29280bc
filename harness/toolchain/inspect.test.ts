import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectTools } from './index.ts';
import { pinsWithRelease } from './testing/release-server.ts';
import { createSandbox, fakeGo, fakeToxiproxy, writeScript } from './testing/sandbox.ts';

const names = ['toxiproxy-server', 'k6'] as const;

describe('inspectTools', () => {
  it('says where a tool was found and what will be done about the rest, and makes nothing', async () => {
    await using sandbox = await createSandbox();
    const path = await writeScript(join(sandbox.bin, 'toxiproxy-server'), fakeToxiproxy('2.5.0'));
    await writeScript(join(sandbox.bin, 'go'), fakeGo('', sandbox));
    const rows = await inspectTools({ env: sandbox.env, names });
    expect(rows.map(({ tool, status }) => `${tool} ${status}`)).toEqual([
      'go ok',
      'tar missing',
      'toxiproxy-server ok',
      'k6 to-make',
      'etcd optional',
      'kube-apiserver optional',
    ]);
    expect(rows.at(-1)?.remedy).toMatch(
      /^its drills are skipped: kube-apiserver is nowhere to be found; put kube-apiserver/,
    );
    expect(rows[0]).toMatchObject({ found: '1.26.8', path: join(sandbox.bin, 'go'), remedy: '' });
    expect(rows[2]).toEqual({
      tool: 'toxiproxy-server',
      wanted: '2.5.0 or newer, below 3.0.0',
      found: '2.5.0',
      source: 'path',
      path,
      status: 'ok',
      remedy: '',
    });
    expect(rows[3]?.remedy).toMatch(/first use builds go.k6.io\/k6 with go, .*no checksum is pinned for this platform/);
    expect(await readdir(sandbox.tools)).toEqual(['.versions']);
  });

  it('says what to do when nothing can be made', async () => {
    await using sandbox = await createSandbox();
    await writeScript(join(sandbox.bin, 'toxiproxy-server'), fakeToxiproxy('1.0.0'));
    const [go, , toxiproxy] = await inspectTools({ env: sandbox.env, names });
    expect(go).toMatchObject({ status: 'missing', remedy: expect.stringContaining('install Go') as string });
    expect(toxiproxy).toMatchObject({ status: 'missing', found: undefined });
    expect(toxiproxy?.remedy).toContain('is 1.0.0, wanted 2.5.0 or newer');
    expect(toxiproxy?.remedy).toContain('or install Go');
  });

  it('shows a release that will be downloaded, and a broken tool that was named', async () => {
    await using sandbox = await createSandbox();
    const pins = pinsWithRelease({ url: 'https://releases.test/toxiproxy-{version}', format: 'raw' }, 'a'.repeat(64));
    const env = { ...sandbox.env, FIREDRILL_K6: join(sandbox.folder, 'k6') };
    const [, , toxiproxy, k6] = await inspectTools({ env, names, pins });
    expect(toxiproxy?.remedy).toBe('the first use downloads https://releases.test/toxiproxy-2.5.0');
    expect(k6).toMatchObject({ status: 'broken', path: env.FIREDRILL_K6 });
    expect(k6?.remedy).toBe('no such file: correct or unset FIREDRILL_K6');
  });

  it('says that an old go will fetch a newer one', async () => {
    await using sandbox = await createSandbox();
    await writeScript(join(sandbox.bin, 'go'), '#!/bin/sh\necho "go version go1.22.1 linux/amd64"\n');
    const [go] = await inspectTools({ env: sandbox.env, names: [] });
    expect(go).toMatchObject({ status: 'ok', found: '1.22.1', wanted: '1.26.0 or newer' });
    expect(go?.remedy).toContain('GOTOOLCHAIN');
  });
});
