import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findOnPath } from './find-on-path.ts';
import { withPlaceholder } from './go-placeholder.ts';
import { pins, resolveTool, resolveTools, type Pin, type ToolName } from './index.ts';
import { createSandbox, fakeGo, fakeToxiproxy, writeScript, type Sandbox } from './testing/sandbox.ts';

const name = 'toxiproxy-server';
const [realGo] = await findOnPath('go', process.env);

const builds = async ({ folder }: Sandbox): Promise<string[]> =>
  (await readFile(join(folder, 'builds.log'), 'utf8')).trim().split('\n');

describe('a build from the pinned module', () => {
  it('passes the flags that make it small, repeatable and sure of its version', async () => {
    await using sandbox = await createSandbox();
    const { bin, env, events, onProgress, tools } = sandbox;
    await writeScript(join(bin, 'go'), fakeGo(fakeToxiproxy('2.5.0'), sandbox));
    const tool = await resolveTool(name, { env, onProgress });
    expect(tool).toEqual({ name, path: join(tools, `${name}-2.5.0`, name), version: '2.5.0', source: 'go-build' });
    expect((await builds(sandbox))[0]?.replace(/-o \S+/, '-o <draft>')).toBe(
      'build -trimpath -mod=readonly -buildvcs=false -ldflags=-s -w ' +
        '-X github.com/Shopify/toxiproxy/v2.Version=2.5.0 -o <draft> github.com/Shopify/toxiproxy/v2/cmd/server',
    );
    const building = events.find((event) => event.kind === 'building');
    expect(building && building.untilAtMost - building.since).toBe(pins[name].build.atMostMs);
  });

  it('is made once by runs that start together', async () => {
    await using sandbox = await createSandbox();
    const { bin, env } = sandbox;
    await writeScript(join(bin, 'go'), fakeGo(fakeToxiproxy('2.5.0'), sandbox));
    const found = await Promise.all([1, 2, 3, 4].map(async () => await resolveTools([name, name], { env })));
    const sources = found.map((tools) => tools.get(name)?.source);
    expect(sources.toSorted()).toEqual(['cache', 'cache', 'cache', 'go-build']);
    expect(await builds(sandbox)).toHaveLength(1);
  });

  it('gives the end of what go said when it fails, and leaves nothing behind', async () => {
    await using sandbox = await createSandbox();
    const { bin, env, tools } = sandbox;
    await writeScript(
      join(bin, 'go'),
      '#!/bin/sh\necho "go: downloading a v1\ndial tcp: no route to host" >&2\nexit 1\n',
    );
    const error = await resolveTool(name, { env }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TOOL_MISSING' });
    expect(String(error)).toContain('go-build: go build failed: dial tcp: no route to host');
    expect(await readdir(tools)).toEqual([]);
  });

  it('is given up after the time it may take', async () => {
    await using sandbox = await createSandbox();
    const { bin, env, tools } = sandbox;
    await writeScript(join(bin, 'go'), '#!/bin/sh\nwhile :; do :; done\n');
    const pin: Pin = { ...pins[name], build: { ...pins[name].build, atMostMs: 300 } };
    const slow: Record<ToolName, Pin> = { ...pins, [name]: pin };
    await expect(resolveTool(name, { env, pins: slow })).rejects.toThrow(/go build was not done after 0.005 minutes/);
    expect(await readdir(tools)).toEqual([]);
  });

  it.skipIf(realGo === undefined)(
    'works with the real go',
    async () => {
      await using sandbox = await createSandbox();
      const module = join(sandbox.folder, 'go', 'tiny');
      await mkdir(module, { recursive: true });
      await writeFile(join(module, 'go.mod'), 'module example.test/tiny\n\ngo 1.21\n');
      const main =
        'package main\n\nvar version string\n\nfunc main() { println("toxiproxy-server version " + version) }\n';
      await writeFile(join(module, 'main.go'), main);
      const versionVariable = { name: 'main.version', value: '2.5.0' };
      const build = { folder: 'tiny', main: 'example.test/tiny', versionVariable, atMostMs: 300_000 };
      // Of PATH only go, because the tool itself may be there, too.
      await symlink(realGo ?? '', join(sandbox.bin, 'go'));
      const tool = await resolveTool(name, {
        env: {
          ...process.env,
          PATH: sandbox.bin,
          FIREDRILL_TOOLCHAIN: '',
          XDG_CACHE_HOME: sandbox.env['XDG_CACHE_HOME'],
        },
        pins: { ...pins, [name]: { ...pins[name], build } },
        goModules: join(sandbox.folder, 'go'),
      });
      expect(tool).toMatchObject({ version: '2.5.0', source: 'go-build' });
    },
    300_000,
  );
});

describe('withPlaceholder', () => {
  it('builds from a writable copy that has the file, with the sums of the original', async () => {
    await using sandbox = await createSandbox();
    const [original, cwd, folder] = ['original', 'pinned', 'draft'].map((entry) => join(sandbox.folder, entry));
    await mkdir(join(original!, 'ui'), { recursive: true });
    await writeFile(join(original!, 'ui', 'embed.go'), 'package ui', { mode: 0o444 });
    await mkdir(cwd!);
    await mkdir(folder!);
    await writeFile(join(cwd!, 'go.mod'), 'module m\n');
    await writeFile(join(cwd!, 'go.sum'), 'sums\n');
    const asked: string[] = [];
    const run = async (args: readonly string[]): Promise<string> => {
      asked.push(args.join(' '));
      return await Promise.resolve(args[0] === 'list' ? `${original}\n` : '');
    };
    const placeholder = { module: 'example.test/am', file: 'ui/dist/index.html' };
    const flags = await withPlaceholder({ cwd: cwd!, folder: folder!, run, placeholder });
    expect(flags).toEqual([`-modfile=${folder}/go.mod`]);
    expect(asked[0]).toBe('mod download example.test/am');
    expect(await readFile(join(folder!, 'go.mod'), 'utf8')).toContain(`replace example.test/am => ${folder}/module`);
    expect(await readFile(join(folder!, 'go.sum'), 'utf8')).toBe('sums\n');
    expect(await readdir(join(folder!, 'module', 'ui', 'dist'))).toEqual(['index.html.br', 'index.html.gz']);
    expect((await stat(join(folder!, 'module', 'ui', 'embed.go'))).mode & 0o200).toBe(0o200);
  });
});
