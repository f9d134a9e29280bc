import type { Check, DrillRecord, ExpectedPanel, PanelAnswer, PanelSight } from '../contract/index.ts';

/** Checks every panel that the drill judges: data or none as expected, and data in the corrected form beside it. */
export const checkPanels = (
  { panels = [] }: Pick<DrillRecord, 'panels'>,
  expected: readonly ExpectedPanel[],
): Check[] => {
  const answersOf = (id: string, form: PanelAnswer['form']): PanelAnswer[] =>
    panels.filter((answer) => answer.panel === id && answer.form === form);
  return expected.flatMap((panel) => [
    checkForm(panel, panel.expects, answersOf(panel.id, 'own'), ''),
    ...(panel.isCorrected ? [checkForm(panel, 'data', answersOf(panel.id, 'corrected'), ', corrected')] : []),
  ]);
};

/** Gives what the queries of a panel show together: data where each has some, none where none has, else the worse. */
export const panelSight = (answers: readonly Pick<PanelAnswer, 'seen'>[]): PanelSight => {
  if (answers.some(({ seen }) => seen === 'error')) return 'error';
  return answers.length > 0 && answers.every(({ seen }) => seen === 'data') ? 'data' : 'no data';
};

/** The name of a panel's check, by which its verdict is found again. */
export const panelCheckName = (id: string): string => `panel ${id}`;

const checkForm = (
  { id, title, source, empty }: ExpectedPanel,
  expects: ExpectedPanel['expects'],
  answers: readonly PanelAnswer[],
  form: string,
): Check => {
  const name = `${panelCheckName(id)}${form}`;
  const where = `“${title}”${form} (${source.document.replace(/_.*$/, '')}, l. ${source.lines})`;
  if (answers.length === 0) return { name, outcome: 'errored', message: `${name}: ${where} was not asked` };
  const isAsExpected =
    expects === 'data' ? panelSight(answers) === 'data' : answers.every(({ seen }) => seen === 'no data');
  const because = expects === 'no data' && empty !== undefined ? ` (${empty.id})` : '';
  const message = `${name}: ${where}: expected ${expects}${because}, got ${answers.map(answerText).join('; ')}`;
  return { name, outcome: isAsExpected ? 'held' : 'breached', message };
};

const answerText = ({ seen, series, expr, error }: PanelAnswer): string => {
  const what = seen === 'data' ? `data in ${series} series` : `${seen}${error === undefined ? '' : ` (${error})`}`;
  return `${what} of ${expr}`;
};
