import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { refusalOfAlertmanager } from './check-files.ts';
import { templateProblems } from './lint/template-problems.ts';
import { receiversOf } from './receivers-of.ts';

const config = "receivers:\n- name: a\n  slack_configs:\n  - text: '{{ .Status }}'\n";
const uses: readonly [string, (amtool: string) => Promise<unknown>][] = [
  ['a check', async (amtool) => await refusalOfAlertmanager(amtool, config, 'a.yml')],
  ['a template', async (amtool) => await templateProblems(amtool, 'a.yml', config)],
  ['a route', async (amtool) => await receiversOf(amtool, config, [{ alertname: 'A' }])],
];

test.each(uses)('amtool is broken where it is ended in %s, and missing where it is not there', async (_, use) => {
  await using folder = await tempFolder();
  const amtool = join(folder.path, 'amtool');
  await expect(use(amtool)).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  await writeFile(amtool, '#!/bin/sh\nkill -9 $$\n');
  await chmod(amtool, 0o755);
  await expect(use(amtool)).rejects.toMatchObject({ code: 'TOOL_BROKEN' });
});
