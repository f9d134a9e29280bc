import type { HostileContext } from './hostile-context.ts';
import { rawExchange, type RawAnswer, type RawOptions } from './raw-exchange.ts';

/** One connection and what may come of it: any of these statuses as the only answers, `closed` for none at all. */
export type RawCase = RawOptions & {
  readonly title: string;
  readonly bytes: Buffer | string;
  readonly allowed: readonly (number | 'closed')[];
  /** How many answers there may be; one unless said otherwise. */
  readonly answers?: number;
  /** Whether a refusal may come without a reason, as one does that Node's parser of HTTP gives itself. */
  readonly bare?: boolean;
};

/** Runs every case after the other; gives what went wrong, by its title. `onAnswer` sees every answer. */
export const runCases = async (
  context: HostileContext,
  cases: readonly RawCase[],
  onAnswer: (answer: RawAnswer) => void,
): Promise<string[]> => {
  const faults: string[] = [];
  for (const one of cases) {
    context.signal.throwIfAborted();
    const answer = await rawExchange(context, one.bytes, one);
    onAnswer(answer);
    const fault = faultOf(one, answer);
    if (fault !== undefined) faults.push(`${one.title}: ${fault}`);
  }
  return faults;
};

const faultOf = (
  { allowed, answers = 1, bare = false }: RawCase,
  { statuses, text, closed }: RawAnswer,
): string | undefined => {
  if (statuses.length === 0) return closed && allowed.includes('closed') ? undefined : 'no answer';
  const wrong = statuses.find((status) => !allowed.includes(status));
  if (wrong !== undefined) return `answered ${wrong}`;
  if (statuses.length > answers) return `${statuses.length} answers to ${answers} requests`;
  return !bare && statuses.some((status) => status >= 400) && !text.includes('"error":"')
    ? 'refused without a reason'
    : undefined;
};
