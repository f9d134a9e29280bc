import { goodPayload } from './good-alerts.ts';
import type { HttpClient } from './http-client.ts';

const forged = '{"level":"error","time":"2026-01-05T08:00:00.000Z","msg":"forged line"}';
const values = [
  `x\n${forged}`,
  `x\r\n${forged}\r\n`,
  `\u001b[2J\u001b[31m${forged}`,
  `"}\n${forged}\n{"x":"`,
  'x\u2028y',
];

/** Sends line breaks, terminal escapes and forged log lines wherever the log might repeat what was sent. */
export const injectLines = async (client: HttpClient): Promise<void> => {
  for (const [index, value] of values.entries()) {
    await client.post(goodPayload(`inject-${index}`, { alertname: value, severity: value }));
    const broken = goodPayload(`inject-broken-${index}`, { [value]: 'here' }).replace('"here"', '7');
    await client.post(broken);
    await client.post(value);
  }
};

/** What is wrong with a log: lines that are not one JSON object of the collector's, and those that were forged. */
export const faultsOfLog = (output: string): string[] =>
  output
    .split(/[\n\r\u0085\u2028\u2029]/)
    .filter((line) => line !== '')
    .flatMap((line) => {
      const record = parse(line);
      if (record === undefined) return [`a line of the log is not JSON: ${JSON.stringify(line.slice(0, 80))}`];
      return record.msg === 'forged line' ? ['a forged line stands in the log'] : [];
    });

const parse = (line: string): { msg?: unknown } | undefined => {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
};
