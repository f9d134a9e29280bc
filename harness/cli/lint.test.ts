import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { runCommandLine } from './testing/fake-surroundings.ts';

/** Lints files of these texts and gives what is said of them, without the folder that they are in. */
const lint = async (files: Readonly<Record<string, string>>) => {
  await using folder = await tempFolder();
  const paths = Object.keys(files).map((name) => join(folder.path, name));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
  const { status, out, err } = await runCommandLine(['lint', ...paths], process.env);
  return { status, err, lines: out.replaceAll(`${folder.path}/`, '').trimEnd().split('\n').slice(0, -1) };
};

const rules = (...each: readonly string[]): string => `groups:\n- name: g\n  rules:\n${each.join('')}`;
const alert = (expr: string, more = '', name = 'A'): string => `  - alert: ${name}\n    expr: ${expr}\n${more}`;
const note = (template: string): string => `    annotations:\n      summary: "down"\n      text: "${template}"\n`;
const config = (more: string): string =>
  `route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs:\n  - api_url: http://127.0.0.1:9/\n    channel: c\n${more}`;

describe('rules that Prometheus would refuse', () => {
  test.each([
    [
      'a function that there is not',
      rules(alert('|\n      sum(\n        increse(x[5m])) > 1')),
      'RULES_INVALID: r.yml:7:9: promtool refuses the rule; got unknown function with name "increse"',
    ],
    [
      'a range where an instant is wanted',
      rules(alert('up == 0', '', 'B'), alert('rate(x) > 1')),
      'RULES_INVALID: r.yml:7:16: promtool refuses the rule; got expected type range vector in call to function "rate", got instant vector',
    ],
    [
      'an annotation that is no template',
      rules(alert('up == 0', note('{{ $labels.instance }'))),
      'TEMPLATE_INVALID: r.yml:8:14: the template of text is none; got unexpected "}" in operand',
    ],
    [
      'a function that templates have not, in an operator’s manifest',
      `kind: PrometheusRule\nspec:\n${rules(alert('up == 0', note('{{ $value | humanise }}'))).replaceAll(/^/gm, '  ')}`,
      'TEMPLATE_INVALID: r.yml:10:16: the template of text is none; got function "humanise" not defined',
    ],
    [
      'a label that is no template, in a bare list',
      alert('up == 0', '    labels: {severity: "{{ if }}"}\n').replaceAll(/^ {2}/gm, ''),
      'TEMPLATE_INVALID: r.yml:3:23: the template of severity is none; got missing value for if',
    ],
    [
      'an alert that comes twice in a group',
      rules(alert('up == 0'), alert('up == 1')),
      'RULES_INVALID: r.yml:6:5: an alert comes twice in a group with the same labels; got A',
    ],
  ])('are found with file, line and column: %s', async (_, text, line) => {
    expect(await lint({ 'r.yml': text })).toEqual({ status: 2, err: '', lines: [line] });
  });

  test('are all found, not only the first', async () => {
    const text = rules(alert('rat(x[5m]) > 1'), alert('up == 0', note('{{ end }}'), 'B'), alert('rate(x)', '', 'C'));
    const { lines } = await lint({ 'r.yml': text });
    expect(lines.map((line) => line.split(':').slice(0, 3).join(':'))).toEqual([
      'RULES_INVALID: r.yml:5',
      'TEMPLATE_INVALID: r.yml:10',
      'RULES_INVALID: r.yml:12',
    ]);
  });

  test('are told apart from what is right', async () => {
    const text = rules(alert('up == 0', note('{{ $labels.instance }}')));
    expect(await lint({ 'r.yml': text, 'a.yml': config('') })).toEqual({ status: 0, err: '', lines: [] });
  });
});

describe('alerts of one name in two files', () => {
  test('are found with both places', async () => {
    const shop = rules(alert('up == 0'), alert('up == 1', '', 'HighErrorRate'));
    const bank = rules(alert('up == 2', '', 'HighErrorRate'));
    expect((await lint({ 'shop.yml': shop, 'bank.yml': bank })).lines).toEqual([
      'ALERT_AMBIGUOUS: bank.yml:4:5: shop.yml:6 defines an alert of the same name; got HighErrorRate',
    ]);
  });

  test('are not those of one file with other labels', async () => {
    const labels = (severity: string): string => `    labels: {severity: ${severity}}\n`;
    const text = rules(alert('up == 0', labels('warning')), alert('up == 1', labels('critical')));
    expect((await lint({ 'r.yml': text })).status).toBe(0);
  });
});

describe('configurations of Alertmanager', () => {
  test.each([
    [
      'a receiver without integration',
      config('- name: b\n  webhook_configs: []\n'),
      'RECEIVER_SILENT: a.yml:7:3: the receiver has no integration; got b',
    ],
    [
      'an inhibition without equal',
      config('inhibit_rules:\n- source_matchers: [a="b"]\n  target_matchers: [c="d"]\n'),
      'INHIBITION_UNBOUND: a.yml:8:3: the inhibition has no equal; expected labels of source and target',
    ],
    [
      'a template that does not parse',
      config('    title: "{{ .Status "\n'),
      'TEMPLATE_INVALID: a.yml:7:13: the template of title is none; got unclosed action',
    ],
    [
      'the line of a template',
      config('    text: |\n      {{ range .Alerts }}\n      {{ .Nothing }}{{ end }}\n'),
      'TEMPLATE_INVALID: a.yml:9:7: the template of text is none; got executing "" at <.Nothing>: can\'t evaluate field Nothing in type template.Alert',
    ],
    [
      'a receiver that there is not',
      config('').replace('{receiver: a}', '{receiver: a, routes: [{receiver: z}]}'),
      'ALERTMANAGER_CONFIG_INVALID: a.yml:1:42: amtool refuses the configuration; got undefined receiver "z" used in route',
    ],
    [
      'a key that there is not',
      config('rout: 1\n'),
      'ALERTMANAGER_CONFIG_INVALID: a.yml:7:1: amtool refuses the configuration; got yaml: unmarshal errors:\n  line 7: field rout not found in type config.plain',
    ],
  ])('are found with file, line and column: %s', async (_, text, line) => {
    const { status, lines } = await lint({ 'a.yml': text });
    expect([status, lines.join('\n')]).toEqual([2, line]);
  });

  test('may use templates of files that are not here, and none that there are not', async () => {
    const text = config('    title: \'{{ template "own" . }}\'\n');
    expect((await lint({ 'a.yml': `${text}templates: ['*.tmpl']\n` })).status).toBe(0);
    expect((await lint({ 'a.yml': text })).lines[0]).toContain('template "own" not defined');
    const own = { 'a.yml': `${text}templates: ['*.tmpl']\n`, 'own.tmpl': '{{ define "other" }}x{{ end }}' };
    expect((await lint(own)).lines.join()).toContain('template "own" not defined');
  });
});

describe('files that are neither', () => {
  test.each([
    ['no YAML', 'a: [', /^CONFIG_INVALID: f\.yml:1:\d+: /],
    ['something else', 'a: 1\n', /^CONFIG_INVALID: f\.yml:1:1: neither rules nor a configuration of Alertmanager/],
    ['nothing', '', /^CONFIG_INVALID: f\.yml:1:1: neither/],
  ])('are named: %s', async (_, text, message) => {
    const { status, lines } = await lint({ 'f.yml': text });
    expect(status).toBe(2);
    expect(lines).toEqual([expect.stringMatching(message)]);
  });

  test('and one that is not there', async () => {
    const { status, out } = await runCommandLine(['lint', 'no-such.yml'], process.env);
    expect([status, out]).toEqual([2, expect.stringMatching(/^CONFIG_INVALID: no-such\.yml: cannot be read/)]);
  });
});
