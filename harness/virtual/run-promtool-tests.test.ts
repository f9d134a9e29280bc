import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Witness } from '../contract/index.ts';
import { casesOf } from './cases.ts';
import type { TestedAlert } from './promtool-tests.ts';
import { runPromtoolTests, type PromtoolResults } from './run-promtool-tests.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const title = `cases by promtool${toolchain === undefined ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;

const ruleText = ({ comparison = '> 4e9', forText = '5m' } = {}): string => `groups:
  - name: shop
    rules:
      - alert: HighMemoryUsage
        expr: shop_memory_bytes ${comparison}
        for: ${forText}
`;

const witness: Witness = {
  alertname: 'HighMemoryUsage',
  form: 'value',
  streams: [{ series: 'shop_memory_bytes{instance="a"}', shape: 'gauge', share: 1, base: 0 }],
  idle: 5e8,
  below: 3_999_999_999,
  at: 4e9,
  above: 4_000_000_001,
  findings: {},
};
const asDocumented = { operator: '>', threshold: 4e9, windowSeconds: 0, forSeconds: 300, intervalSeconds: 15 } as const;

/** The cases of the rule as it is documented, whatever rule they are then run on. */
const documented: TestedAlert = { witness, intervalSeconds: 15, cases: casesOf(witness, asDocumented).cases };

const failed = (results: PromtoolResults): string[] =>
  [...results].filter(([, message]) => message !== undefined).map(([name]) => name.replace('HighMemoryUsage/', ''));

describe.skipIf(toolchain === undefined)(title, { timeout: 60_000 }, () => {
  const run = async (rule: string): Promise<PromtoolResults> =>
    await runPromtoolTests(join(toolchain ?? '', 'promtool'), [rule], [documented]);

  it('pass on the documented rule, each with a result of its own', async () => {
    const results = await run(ruleText());
    expect([...results.keys()]).toEqual(documented.cases.map(({ name }) => `HighMemoryUsage/${name}`));
    expect(failed(results)).toEqual([]);
  });

  it.each([
    ['a threshold that is one lower', { comparison: '> 3999999999' }, ['at']],
    ['a threshold that is far lower', { comparison: '> 3e9' }, ['below', 'at']],
    [
      'a threshold that is one higher',
      { comparison: '> 4000000001' },
      ['above', 'for-minus-one', 'for', 'for-plus-one', 'resolve'],
    ],
    ['another comparison', { comparison: '>= 4e9' }, ['at']],
    ['a for that is one evaluation shorter', { forText: '285s' }, ['for-minus-one']],
    ['a for that is one evaluation longer', { forText: '315s' }, ['for', 'resolve']],
  ])('fail where they should on %s', async (_, change, expected) => {
    const results = await run(ruleText(change));
    expect(failed(results)).toEqual(expected);
    expect(results.size).toBe(documented.cases.length);
  });

  it('say what was expected and what promtool got', async () => {
    const message = (await run(ruleText({ comparison: '> 3999999999' }))).get('HighMemoryUsage/at');
    expect(message).toContain('alertname=\\"HighMemoryUsage\\",alertstate=\\"firing\\"');
    expect(message).toMatch(/exp: *nil[^]*got:/);
  });

  it('all fail, with the place, on a rule that cannot be read', async () => {
    const results = await run('groups: [{ name: shop, rules: [{ alert: A, expr: "rate(" }] }]');
    expect(failed(results)).toEqual(documented.cases.map(({ name }) => name));
    for (const message of results.values()) expect(message).toMatch(/rules-0\.yml: 1:\d+: .*parse error/);
  });
});

describe('a report of promtool', () => {
  /** A promtool that leaves a report, if any, and ends with a status. */
  const runReport = async (report: string | undefined, status = 1): Promise<PromtoolResults> => {
    const folder = await mkdtemp(join(tmpdir(), 'firedrill-promtool-'));
    const program = join(folder, 'promtool');
    try {
      if (report !== undefined) await writeFile(join(folder, 'report.xml'), report);
      await writeFile(program, `#!/bin/sh\ncp ${folder}/report.xml results.xml\nexit ${status}\n`);
      await chmod(program, 0o755);
      return await runPromtoolTests(program, [ruleText()], [documented]);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('is read case by case, with every failure and error as it was meant', async () => {
    const results = await runReport(`<testsuites><testsuite name="tests.yml">
      <testcase name="A/below"></testcase><testcase name="A/at"/>
      <testcase name="A/&#34;above&#34;"><failure message="">  exp:&#xA;got: a &lt; b &amp;amp; c</failure></testcase>
      <testcase name="A/for"><failure message="">one</failure><error message="">two</error></testcase>
    </testsuite></testsuites>`);
    expect([...results]).toEqual([
      ['A/below', undefined],
      ['A/at', undefined],
      ['A/"above"', 'exp:\ngot: a < b &amp; c'],
      ['A/for', 'one\ntwo'],
    ]);
  });

  it('that is not there is an error, also where promtool says that all is well', async () => {
    await expect(runReport(undefined, 0)).rejects.toMatchObject({ code: 'TOOL_BROKEN' });
  });

  it('of a promtool that is not there is an error', async () => {
    await expect(runPromtoolTests('/nonexistent/promtool', [ruleText()], [documented])).rejects.toMatchObject({
      code: 'TOOL_MISSING',
    });
  });
});
