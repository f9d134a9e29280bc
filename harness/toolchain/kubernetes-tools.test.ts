import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findKubernetes } from './kubernetes-tools.ts';

/** A folder of programs that say what they are told to; hyperkube only when it is asked as kube-apiserver. */
const folderOf = async (says: Readonly<Record<string, string>>) => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-kubernetes-'));
  for (const [name, text] of Object.entries(says)) {
    const when = name === 'hyperkube' ? '[ "$1" = kube-apiserver ] && ' : '';
    await writeFile(join(folder, name), `#!/bin/sh\n${when}echo '${text}'\n`);
    await chmod(join(folder, name), 0o755);
  }
  return { folder, [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true }) };
};
const etcd = 'etcd Version: 3.6.5';

test('takes kube-apiserver from a hyperkube of the toolchain folder', async () => {
  await using tools = await folderOf({ etcd, hyperkube: 'Kubernetes v1.34.4' });
  expect(await findKubernetes({ FIREDRILL_TOOLCHAIN: tools.folder })).toEqual({
    etcd: { command: join(tools.folder, 'etcd'), args: [], version: '3.6.5' },
    apiServer: { command: join(tools.folder, 'hyperkube'), args: ['kube-apiserver'], version: '1.34.4' },
  });
});

test('gives the reason where one cannot be had, or is too old', async () => {
  await using old = await folderOf({ etcd, 'kube-apiserver': 'Kubernetes v1.20.0' });
  expect(await findKubernetes({ PATH: old.folder })).toEqual({
    reason: expect.stringMatching(/kube-apiserver is 1\.20\.0; put kube-apiserver 1\.30\.0 or newer on PATH/) as string,
  });
  await using none = await folderOf({});
  expect(await findKubernetes({ PATH: none.folder })).toEqual({
    reason: expect.stringContaining('etcd is nowhere to be found') as string,
  });
});
