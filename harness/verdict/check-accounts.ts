import type { AccountRecord, Allowance, Check, DrillRecord, JudgedAccount } from '../contract/index.ts';
import { severity } from './severity.ts';
import { judgeDeliveries } from './judge-deliveries.ts';

/** Checks every planned account of a drill of deliveries; one that was not given is an error. */
export const checkAccounts = ({ accounts = [] }: DrillRecord, planned: readonly string[]): Check[] => {
  const missing = planned.filter((name) => !accounts.some((account) => account.name === name));
  return [
    ...missing.map((name) => ({ name, outcome: 'errored' as const, message: `${name}: no account was given` })),
    ...accounts.filter(({ unjudged }) => unjudged !== true).flatMap(checkAccount),
  ];
};

/** The judgement of an account that stands alone. */
export const judgeAccount = (account: AccountRecord): JudgedAccount => {
  const { name, objective } = account;
  const checks = checkAccount(account);
  const outcome = severity.find((candidate) => checks.some((check) => check.outcome === candidate)) ?? 'errored';
  const decisive = checks.filter((check) => check.outcome === outcome);
  const reason = (outcome === 'held' ? decisive.at(-1) : decisive[0])?.message ?? '';
  const share = objective === undefined ? undefined : judgeDeliveries(account, objective).share;
  return { name, outcome, reason, ...(share && { share }) };
};

/** The sentences that tell of accounts that held: what was sent and arrived, and the share with its interval. */
export const accountReasons = (planned: readonly string[], checks: readonly Check[]): string[] =>
  planned.flatMap((account) =>
    checks
      .filter(({ name }) => name === objectiveOf(account) || name === sampleOf(account))
      .map(({ message }) => message),
  );

const sampleOf = (account: string): string => `${account}: sample`;
const objectiveOf = (account: string): string => `${account}: objective`;

const checkAccount = (account: AccountRecord): Check[] => {
  const kinds = Object.keys(account.allowance) as (keyof Allowance)[];
  return [checkSample(account), ...kinds.map((kind) => checkAllowance(account, kind)), ...checkObjective(account)];
};

/** Nothing passes by doing nothing: a load of which nothing was acknowledged says nothing of deliveries. */
const checkSample = ({ name, ledger: { counts }, load }: AccountRecord): Check => {
  const { sent, acknowledged, delivered, recovered, lost } = counts;
  return acknowledged > 0
    ? {
        name: sampleOf(name),
        outcome: 'held',
        message: `${name}: ${sent} sent, ${acknowledged} acknowledged, ${delivered} delivered, ${recovered} recovered, ${lost} lost`,
      }
    : {
        name: sampleOf(name),
        outcome: 'errored',
        message: `${name}: of ${load.planned.alerts} alerts none was acknowledged`,
      };
};

const checkAllowance = ({ name, sink, ledger, allowance }: AccountRecord, kind: keyof Allowance): Check => {
  const [most = 0, got] = [allowance[kind], ledger.counts[kind]];
  const examples = (ledger.examples[kind] ?? []).slice(0, 3).map(({ id, status }) => `${id} ${status}`);
  const such = got > most && examples.length > 0 ? `, such as ${examples.join(', ')}` : '';
  return {
    name: `${name}: ${kind}`,
    outcome: got <= most ? 'held' : 'breached',
    message: `${name}: expected ${most === 0 ? 'none' : `at most ${most}`} ${kind} at ${sink}, got ${got}${such}`,
  };
};

const checkObjective = ({ name, load, ledger, objective }: AccountRecord): Check[] => {
  if (objective === undefined) return [];
  const { outcome, message } = judgeDeliveries({ load, ledger }, objective);
  return [{ name: objectiveOf(name), outcome, message: `${name}: ${message}` }];
};
