import type { CheckExpectation, ProbeResult } from '../contract/index.ts';

/** What a run came to. */
export type Observed = { readonly status: number; readonly output: string };

const longest = 400;

/** Holds what a run came to against what it must come to. */
export const judgeProbe = (expect: CheckExpectation, { status, output }: Observed): ProbeResult => {
  const isStatus =
    expect.status === undefined ||
    (expect.status === 'accepted'
      ? status === 0
      : expect.status === 'refused'
        ? status !== 0
        : status === expect.status);
  const says = expect.says === undefined || new RegExp(expect.says, 'ms').test(output);
  const saysNot = expect.saysNot === undefined || !new RegExp(expect.saysNot, 'ms').test(output);
  const text = output.trim();
  const end = text.length > longest ? `…${text.slice(-longest)}` : text;
  return { asExpected: isStatus && says && saysNot, expected: inWords(expect), seen: `status ${status}: ${end}` };
};

const inWords = ({ status, says, saysNot }: CheckExpectation): string =>
  [
    status === undefined ? undefined : typeof status === 'number' ? `status ${status}` : status,
    says === undefined ? undefined : `/${says}/`,
    saysNot === undefined ? undefined : `not /${saysNot}/`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
