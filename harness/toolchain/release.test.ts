import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { resolveTool, type Archive } from './index.ts';
import { pinsWithRelease, serveRelease, sha256Of } from './testing/release-server.ts';
import { borrow, createSandbox, fakeToxiproxy, writeScript, type Sandbox } from './testing/sandbox.ts';

const name = 'toxiproxy-server';
const program = fakeToxiproxy('2.5.0');

const resolve = async (
  { env, onProgress }: Sandbox,
  archive: Pick<Archive, 'url' | 'format' | 'entry'>,
  { sha256 = sha256Of(program), signal }: { sha256?: string; signal?: AbortSignal } = {},
) => await resolveTool(name, { env, onProgress, signal, pins: pinsWithRelease(archive, sha256) });

/** Everything in the cache except the answers of programs. */
const left = async ({ tools }: Sandbox): Promise<string[]> =>
  (await readdir(tools).catch(() => [])).filter((entry) => entry !== '.versions');

const cutOff = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': program.length });
  response.write(program.slice(0, 10), () => response.destroy());
};

const tarOf = async ({ folder }: Sandbox): Promise<Buffer> => {
  await writeScript(join(folder, 'packed', 'tool-2.5.0', name), program);
  await execa('tar', ['-czf', join(folder, 'release.tar.gz'), '-C', join(folder, 'packed'), 'tool-2.5.0']);
  return await readFile(join(folder, 'release.tar.gz'));
};

describe('an official release', () => {
  it('is downloaded once, checked and kept', async () => {
    await using sandbox = await createSandbox();
    await using server = await serveRelease((response) => response.end(program));
    const archive = { url: server.url, format: 'raw' } as const;
    const path = join(sandbox.tools, `${name}-2.5.0`, name);
    expect(await resolve(sandbox, archive)).toEqual({ name, path, version: '2.5.0', source: 'release' });
    expect(await resolve(sandbox, archive)).toEqual({ name, path, version: '2.5.0', source: 'cache' });
    expect(server.requests()).toBe(1);
    expect(await left(sandbox)).toEqual([`${name}-2.5.0`]);
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    const downloads = sandbox.events.filter((event) => event.kind === 'downloading');
    expect(downloads.at(-1)).toMatchObject({ url: server.url, bytes: program.length });
  });

  it('is unpacked from a tar.gz', async () => {
    await using sandbox = await createSandbox();
    const content = await tarOf(sandbox);
    await using server = await serveRelease((response) => response.end(content));
    const archive = { url: server.url, format: 'tar.gz', entry: `tool-{version}/${name}` } as const;
    const options = { sha256: sha256Of(content) };
    await expect(resolve(sandbox, archive, options)).rejects.toThrow(/release: no tar on PATH/);
    await borrow((await execa('which', ['tar'])).stdout, sandbox);
    await borrow((await execa('which', ['gzip'])).stdout, sandbox);
    expect(await resolve(sandbox, archive, options)).toMatchObject({ version: '2.5.0', source: 'release' });
    expect(await left(sandbox)).toEqual([`${name}-2.5.0`]);
  });

  it('is unpacked from a gz', async () => {
    await using sandbox = await createSandbox();
    const content = gzipSync(program);
    await using server = await serveRelease((response) => response.end(content));
    const tool = await resolve(sandbox, { url: server.url, format: 'gz' }, { sha256: sha256Of(content) });
    expect(tool).toMatchObject({ version: '2.5.0', source: 'release' });
  });

  it('is an error with a wrong checksum, and leaves nothing behind', async () => {
    await using sandbox = await createSandbox();
    await using server = await serveRelease((response) => response.end('something else'));
    const error = await resolve(sandbox, { url: server.url, format: 'raw' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      details: {
        where: server.url,
        expected: `sha256 ${sha256Of(program)}`,
        got: `sha256 ${sha256Of('something else')}`,
      },
    });
    expect(await left(sandbox)).toEqual([]);
  });

  it.each([
    ['is cut off', cutOff, /release: http\S+: terminated \(other side closed\)/],
    ['is not there', (response: ServerResponse) => response.writeHead(404).end(), /release: http\S+: HTTP 404/],
    ['breaks before an answer', (response: ServerResponse) => response.destroy(), /release: http\S+: fetch failed/],
  ])('leaves nothing behind when it %s', async (_, answer, message) => {
    await using sandbox = await createSandbox();
    await using server = await serveRelease(answer);
    const error = await resolve(sandbox, { url: server.url, format: 'raw' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TOOL_MISSING' });
    expect(String(error)).toMatch(message);
    expect(await left(sandbox)).toEqual([]);
  });

  it('is not kept when the program in it is not the one it should be', async () => {
    await using sandbox = await createSandbox();
    const other = fakeToxiproxy('1.0.0');
    await using server = await serveRelease((response) => response.end(other));
    const resolving = resolve(sandbox, { url: server.url, format: 'raw' }, { sha256: sha256Of(other) });
    await expect(resolving).rejects.toThrow(/release: what was made is 1.0.0, wanted 2.5.0/);
    expect(await left(sandbox)).toEqual([]);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    await using sandbox = await createSandbox();
    const interrupt = new AbortController();
    await using server = await serveRelease((response) => {
      response.write(program.slice(0, 10));
      interrupt.abort(new Error('interrupted'));
    });
    const resolving = resolve(sandbox, { url: server.url, format: 'raw' }, { signal: interrupt.signal });
    await expect(resolving).rejects.toThrow('interrupted');
    expect(await left(sandbox)).toEqual([]);
  });

  it('is downloaded once by two processes that start together', async () => {
    await using sandbox = await createSandbox();
    await using server = await serveRelease((response) => response.end(program));
    const script = fileURLToPath(new URL('./testing/resolve-process.ts', import.meta.url));
    const options = { env: sandbox.env, extendEnv: false } as const;
    const run = async () => await execa(process.execPath, [script, server.url, sha256Of(program)], options);
    const results = await Promise.all([run(), run(), run()]);
    const sources = results.map(({ stdout }) => (JSON.parse(stdout) as { source: string }).source);
    expect(sources.toSorted()).toEqual(['cache', 'cache', 'release']);
    expect(server.requests()).toBe(1);
  });

  it('clears away what a killed run left six hours ago', async () => {
    await using sandbox = await createSandbox();
    await using server = await serveRelease((response) => response.end(program));
    await mkdir(join(sandbox.tools, '.making-new'), { recursive: true });
    await mkdir(join(sandbox.tools, '.making-old'));
    await execa('touch', ['-d', '2020-01-01', join(sandbox.tools, '.making-old')]);
    await resolve(sandbox, { url: server.url, format: 'raw' });
    expect(await left(sandbox)).toEqual(['.making-new', `${name}-2.5.0`]);
  });
});
