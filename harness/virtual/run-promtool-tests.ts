import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { HarnessError } from '../core/index.ts';
import { promtoolTests, type TestedAlert } from './promtool-tests.ts';

/** What promtool said of a case: nothing where it passed. */
export type PromtoolResults = ReadonlyMap<string, string | undefined>;

const timeoutMs = 120_000;

/**
 * Has promtool evaluate the cases on the rules in virtual time, and gives a result by `<alert>/<case>`. Throws
 * `TOOL_MISSING` or `TOOL_BROKEN` where promtool gives no result, which is no pass.
 */
export const runPromtoolTests = async (
  promtool: string,
  rules: readonly string[],
  alerts: readonly TestedAlert[],
): Promise<PromtoolResults> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-virtual-'));
  try {
    const ruleFiles = rules.map((_, index) => `rules-${index}.yml`);
    await Promise.all(rules.map(async (text, index) => await writeFile(join(folder, `rules-${index}.yml`), text)));
    await writeFile(join(folder, 'tests.yml'), promtoolTests(ruleFiles, alerts));
    const args = ['test', 'rules', '--junit=results.xml', 'tests.yml'];
    const result = await execa(promtool, args, { cwd: folder, all: true, reject: false, timeout: timeoutMs });
    const report = await readFile(join(folder, 'results.xml'), 'utf8').catch(() => undefined);
    if (report !== undefined && result.exitCode !== undefined) return readResults(report);
    throw new HarnessError(result.code === 'ENOENT' ? 'TOOL_MISSING' : 'TOOL_BROKEN', {
      what: 'promtool test rules gives no result',
      where: promtool,
      got: result.all.slice(0, 2_000),
      cause: result.cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Reads promtool's JUnit report: a test case a test group, with one failure for all that differs. */
const readResults = (report: string): PromtoolResults =>
  new Map(
    [...report.matchAll(/<testcase name="([^"]*)"(?:\/>|>(.*?)<\/testcase>)/gs)].map(([, name = '', inner = '']) => {
      const failures = [...inner.matchAll(/<(?:failure|error)[^>]*>(.*?)<\/(?:failure|error)>/gs)];
      const text = failures.map(([, failure = '']) => unescape(failure).trim()).join('\n');
      return [unescape(name), failures.length === 0 ? undefined : text];
    }),
  );

const entities: Readonly<Record<string, string>> = {
  '&#34;': '"',
  '&#39;': "'",
  '&#xA;': '\n',
  '&#x9;': '\t',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

const unescape = (text: string): string =>
  text.replaceAll(/&(?:#34|#39|#xA|#x9|lt|gt|amp);/g, (each) => entities[each] ?? each);
