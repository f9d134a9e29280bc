import type { CheckProbe, CheckRun, CheckText, PromqlValue } from '../../harness/index.ts';

type Excerpt = Exclude<CheckText, string>;

/** Lines of a document as they stand. */
export const lines = (document: string, range: string, rest: Omit<Excerpt, 'document' | 'lines'> = {}): Excerpt => ({
  document,
  lines: range,
  ...rest,
});

/** A text with replacements that must apply. */
export const changed = (text: Excerpt, ...replace: readonly (readonly [from: string, to: string])[]): Excerpt => ({
  ...text,
  replace: [...(text.replace ?? []), ...replace],
});

/** Documented rules that stand in a list, in a group of their own, as a rule file. */
export const inGroup = (document: string, range: string): Excerpt =>
  lines(document, range, { within: { before: 'groups:\n- name: documented\n  rules:\n', indent: 2 } });

/** That so many alerts of a name fire at a moment. */
export const fires = (alertname: string, at: string, count = 1): PromqlValue => ({
  at,
  expr: `count(ALERTS{alertname="${alertname}",alertstate="firing"})`,
  value: count,
});

/** That no alert of a name fires at a moment. */
export const silent = (alertname: string, at: string): PromqlValue => ({ ...fires(alertname, at), value: 'none' });

type Promql = Omit<Extract<CheckRun, { kind: 'promql' }>, 'kind'>;

/** promtool evaluates rules or queries over series, and finds the values that are said. */
export const promql = (run: Promql): CheckProbe => ({
  run: { kind: 'promql', ...run },
  expect: { status: 'accepted' },
});

type Shell = Omit<Extract<CheckRun, { kind: 'shell' }>, 'kind'>;

/** A script, and what it must come to. */
export const shell = (run: Shell, expect: CheckProbe['expect']): CheckProbe => ({
  run: { kind: 'shell', ...run },
  expect,
});

/** Stands for kubectl where a finding is about what the script makes of its answers. */
export const kubectl = (body: string): { 'stubs/kubectl': string } => ({ 'stubs/kubectl': `#!/bin/sh\n${body}\n` });
