import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkAlertmanager,
  checkPrometheus,
  checkRules,
  compressAlertmanager,
  compressPrometheus,
  compressRules,
  loadRules,
} from './index.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const tool = (name: string) => join(toolchain ?? '', name);
const system = new URL('../../fixtures/systems/cano-collector/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, system), 'utf8');
const title = `checks by promtool and amtool${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;

describe.skipIf(toolchain === undefined)(title, () => {
  it.each([1, 7, 10, 60, 240])('take every file of a system at speed %d', async (speed) => {
    const manifest = loadRules({ path: 'p.yaml', form: 'prometheus-rule' }, fixture('prometheus-rule.yaml'));
    const list = loadRules({ path: 'm.yaml', form: 'bare-list', group: 'm' }, fixture('maintenance-alerts.yaml'));
    const alertmanager = fixture('alertmanager.yml').replaceAll(/\$\{[^}]+\}/g, 'http://127.0.0.1:9');
    await checkRules(tool('promtool'), compressRules(manifest, speed).text, 'p.yaml');
    await checkRules(tool('promtool'), compressRules(list, speed).text, 'm.yaml');
    await checkPrometheus(
      tool('promtool'),
      compressPrometheus(fixture('prometheus.yml'), 'p.yml', speed).text,
      'p.yml',
    );
    await checkAlertmanager(tool('amtool'), compressAlertmanager(alertmanager, 'a.yml', speed).text, 'a.yml');
  });

  it('refuse what the programs refuse, in their words', async () => {
    const rules = 'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: rate(x) > 1\n';
    await expect(checkRules(tool('promtool'), rules, 'r.yml')).rejects.toMatchObject({
      code: 'RULES_INVALID',
      message: expect.stringMatching(
        /^r\.yml: promtool check rules refuses it; got .*5:15.*expected type range vector/s,
      ) as string,
    });
    await expect(checkAlertmanager(tool('amtool'), 'route: { receiver: nobody }', 'a.yml')).rejects.toMatchObject({
      code: 'ALERTMANAGER_CONFIG_INVALID',
      message: expect.stringContaining('undefined receiver "nobody"') as string,
    });
    await expect(checkPrometheus(tool('promtool'), 'global: { fast: 1 }', 'p.yml')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('field fast not found') as string,
    });
  });
});

it('says that a program is missing, and does not blame the file', async () => {
  await expect(checkRules('/nowhere/promtool', 'groups: []', 'r.yml')).rejects.toMatchObject({ code: 'TOOL_MISSING' });
});
