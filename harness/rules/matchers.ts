const matcher = /^\s*("[^"]*"|[^=!~"\s]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^",]*?)\s*$/;
const between = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** Whether labels satisfy Alertmanager's matchers, such as `severity="critical"` or `{team="a", env=~"b|c"}`. */
export const takesMatchers = (text: string, labels: Readonly<Record<string, string>>): boolean =>
  text
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .split(between)
    .filter((each) => each.trim() !== '')
    .every((each) => takes(each, labels));

const takes = (text: string, labels: Readonly<Record<string, string>>): boolean => {
  const [, name = '', operator = '', raw = ''] = matcher.exec(text) ?? [];
  const value = unquoted(raw);
  const label = labels[unquoted(name)] ?? '';
  const isTaken = operator.endsWith('~') ? wholeValue(value).test(label) : label === value;
  return operator.startsWith('!') ? !isTaken : isTaken;
};

const unquoted = (text: string): string =>
  /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : text;

/** A regular expression of Alertmanager's, which is over the whole value; leading flags such as `(?i)` are kept. */
export const wholeValue = (pattern: string): RegExp => {
  const [, flags = '', rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  return new RegExp(`^(?:${rest})$`, flags);
};
