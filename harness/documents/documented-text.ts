import type { CheckText } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** Gives the lines of a document by its number, or of a fixture by its path; throws for one that is not there. */
export type Documents = (number: string) => readonly string[];

/** Gives a check's text; throws `DRILL_INVALID` for lines that are not there or a replacement that does not apply. */
export const documentedText = (text: CheckText, documents: Documents): string => {
  if (typeof text === 'string') return text;
  const { document, lines, within = {}, replace = [] } = text;
  const all = documents(document);
  const excerpt = lines?.split(',').flatMap((range) => excerptOf(all, range, document)) ?? all;
  const indent = ' '.repeat(within.indent ?? 0);
  const body = withoutIndent(excerpt)
    .map((line) => (line === '' ? line : indent + line))
    .join('\n');
  const whole = `${within.before ?? ''}${body}\n${within.after ?? ''}`;
  return replace.reduce((before, [from, to]) => {
    if (before.includes(from)) return before.replaceAll(from, to);
    throw new HarnessError('DRILL_INVALID', {
      what: 'a replacement does not apply',
      where: `${document}:${lines ?? 'all'}`,
      got: from,
    });
  }, whole);
};

const excerptOf = (all: readonly string[], range: string, document: string): string[] => {
  const [from = 0, to = from] = range.split('-').map(Number);
  if (from >= 1 && to >= from && to <= all.length) return all.slice(from - 1, to);
  throw new HarnessError('DRILL_INVALID', {
    what: 'no such lines',
    where: document,
    expected: `1-${all.length}`,
    got: range,
  });
};

const withoutIndent = (lines: readonly string[]): string[] => {
  const filled = lines.filter((line) => line.trim() !== '');
  const common = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(common));
};
