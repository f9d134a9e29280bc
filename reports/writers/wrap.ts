/** Breaks a text into lines of at most `width` characters, between words where it can; no-break spaces become spaces. */
export const wrap = (text: string, width: number): string[] => {
  const most = Math.max(1, width);
  const lines = text.split('\n').flatMap((line) => wrapLine(line, most));
  return lines.map((line) => line.replaceAll('\u00a0', ' '));
};

/** Puts `first` before the first line of a wrapped text and as many blanks before the others. */
export const hang = (first: string, text: string, width: number): string[] => {
  const indent = first.length < width ? first.length : 0;
  return wrap(text, width - indent).map(
    (line, index) => `${index === 0 ? first.slice(0, indent) : ' '.repeat(indent)}${line}`,
  );
};

const wrapLine = (line: string, most: number): string[] => {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap((part) => pieces(part, most))) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (joined.length <= most) current = joined;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
};

const pieces = (word: string, most: number): string[] =>
  word.length <= most ? [word] : (word.match(new RegExp(`.{1,${most}}`, 'gsu')) ?? [word]);
