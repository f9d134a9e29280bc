import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveTool, resolveTools, toolNames, type ToolchainOptions } from './index.ts';
import { createSandbox, fakeToxiproxy, writeScript, type Sandbox } from './testing/sandbox.ts';

const name = 'toxiproxy-server';

const resolve = async ({ env, onProgress }: Sandbox, more: ToolchainOptions = {}) =>
  await resolveTool(name, { env, onProgress, ...more });

describe('where a tool is looked for', () => {
  it('takes the explicit path, then the folder, then the cache, then PATH', async () => {
    await using sandbox = await createSandbox();
    const { folder, bin, tools, env } = sandbox;
    const onPath = await writeScript(join(bin, name), fakeToxiproxy('2.5.4'));
    expect(await resolve(sandbox)).toEqual({ name, path: onPath, version: '2.5.4', source: 'path' });
    const cached = await writeScript(join(tools, `${name}-2.5.0`, name), fakeToxiproxy('2.5.0'));
    expect(await resolve(sandbox)).toMatchObject({ path: cached, source: 'cache' });
    const inFolder = await writeScript(join(folder, 'kit', name), fakeToxiproxy('2.5.1'));
    env['FIREDRILL_TOOLCHAIN'] = join(folder, 'kit');
    expect(await resolve(sandbox)).toMatchObject({ path: inFolder, source: 'toolchain' });
    const named = await writeScript(join(folder, 'named'), fakeToxiproxy('2.5.2'));
    env['FIREDRILL_TOXIPROXY_SERVER'] = named;
    expect(await resolve(sandbox)).toMatchObject({ path: named, source: 'explicit' });
    const given = await writeScript(join(folder, 'given'), fakeToxiproxy('2.5.3'));
    expect(await resolve(sandbox, { explicit: { [name]: given } })).toMatchObject({ path: given, version: '2.5.3' });
  });

  it('goes on when the folder does not have the tool', async () => {
    await using sandbox = await createSandbox();
    const path = await writeScript(join(sandbox.bin, name), fakeToxiproxy('2.5.0'));
    sandbox.env['FIREDRILL_TOOLCHAIN'] = sandbox.folder;
    expect(await resolve(sandbox)).toMatchObject({ path, source: 'path' });
  });

  it('passes over a wrong version on PATH and says so', async () => {
    await using sandbox = await createSandbox();
    const { folder, bin, env, events } = sandbox;
    await writeScript(join(bin, name), fakeToxiproxy('1.9.0'));
    const path = await writeScript(join(folder, 'second', name), fakeToxiproxy('2.6.0'));
    const error = await resolve(sandbox).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TOOL_MISSING' });
    expect(events).toContainEqual({
      kind: 'skipped',
      tool: name,
      source: 'path',
      reason: `${join(bin, name)} is 1.9.0, wanted 2.5.0 or newer, below 3.0.0`,
    });
    env['PATH'] = `${bin}:${join(folder, 'second')}`;
    expect(await resolve(sandbox)).toMatchObject({ path, version: '2.6.0' });
  });

  it('takes a variable set to nothing as not set', async () => {
    await using sandbox = await createSandbox();
    await writeScript(join(sandbox.bin, name), fakeToxiproxy('2.5.0'));
    Object.assign(sandbox.env, { FIREDRILL_TOOLCHAIN: '', FIREDRILL_TOXIPROXY_SERVER: '' });
    expect(await resolve(sandbox)).toMatchObject({ source: 'path' });
  });
});

describe('a place that the user named', () => {
  it.each([
    ['is not there', undefined, 'no such file'],
    ['is the wrong version', fakeToxiproxy('1.0.0'), '1.0.0, wanted 2.5.0 or newer'],
    ['is another program', '#!/bin/sh\necho hello\n', 'does not say its version: hello'],
    ['fails', '#!/bin/sh\nexit 3\n', 'said nothing and ended with 3'],
    ['cannot be run', '#!/nowhere/sh\n', 'does not say its version: Command failed'],
  ])('is an error when it %s, although PATH has a good one', async (_, script, got) => {
    await using sandbox = await createSandbox();
    await writeScript(join(sandbox.bin, name), fakeToxiproxy('2.5.0'));
    const path = join(sandbox.folder, 'named');
    if (script !== undefined) await writeScript(path, script);
    sandbox.env['FIREDRILL_TOXIPROXY_SERVER'] = path;
    const error = await resolve(sandbox).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TOOL_BROKEN', details: { where: path } });
    expect(String(error)).toContain(got);
    expect(String(error)).toContain('correct or unset FIREDRILL_TOXIPROXY_SERVER');
  });

  it('is an error when it is not executable', async () => {
    await using sandbox = await createSandbox();
    const path = join(sandbox.folder, 'named');
    await writeFile(path, 'text');
    await expect(resolve(sandbox, { explicit: { [name]: path } })).rejects.toThrow(/is not executable/);
  });

  it('is an error when FIREDRILL_TOOLCHAIN names no folder, or a wrong tool is in it', async () => {
    await using sandbox = await createSandbox();
    sandbox.env['FIREDRILL_TOOLCHAIN'] = join(sandbox.folder, 'kit');
    await expect(resolve(sandbox)).rejects.toThrow(/no such folder/);
    await writeScript(join(sandbox.folder, 'kit', name), fakeToxiproxy('1.0.0'));
    await expect(resolve(sandbox)).rejects.toMatchObject({ code: 'TOOL_BROKEN' });
  });
});

describe('a missing tool', () => {
  it('is one error that names every step and why it failed', async () => {
    await using sandbox = await createSandbox();
    const error = await resolve(sandbox).catch((reason: unknown) => reason);
    expect(
      String(error)
        .replaceAll(sandbox.folder, '<home>')
        .replace(/\(\w+-\w+\)/, '(<platform>)'),
    ).toMatchInlineSnapshot(
      `"HarnessError: toxiproxy-server is nowhere to be found and cannot be made; expected toxiproxy-server 2.5.0 or newer, below 3.0.0; got explicit: no path is given (FIREDRILL_TOXIPROXY_SERVER is not set) | toolchain: FIREDRILL_TOOLCHAIN is not set | cache: <home>/cache/firedrill/tools/toxiproxy-server-2.5.0/toxiproxy-server is not there | path: no toxiproxy-server on PATH | release: no checksum is pinned for this platform (<platform>) | go-build: no go on PATH; → put toxiproxy-server 2.5.0 on PATH, name it with FIREDRILL_TOXIPROXY_SERVER, or install Go and allow the network"`,
    );
    expect(error).toMatchObject({ code: 'TOOL_MISSING' });
  });
});

describe.skipIf(process.env['FIREDRILL_TOOLCHAIN'] === undefined)('the real tools', () => {
  it('all say the pinned version', async () => {
    await using sandbox = await createSandbox();
    const env = { ...process.env, XDG_CACHE_HOME: sandbox.folder };
    const tools = await resolveTools(toolNames, { env });
    expect([...tools.keys()]).toEqual(toolNames);
  });
});
