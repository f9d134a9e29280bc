import type { Check, DrillRecord, StepFact } from '../contract/index.ts';
import { explainedDelayMs, wasHeldUp } from './held-up.ts';

/** Checks every planned step of a scripted drill by what it recorded; one that recorded nothing is an error. */
export const checkSteps = (record: DrillRecord, planned: readonly string[]): Check[] => {
  const facts = record.steps ?? [];
  const unplanned = facts.filter(({ name }) => !planned.includes(name));
  return [
    ...planned.flatMap((name) => {
      const own = facts.filter((fact) => fact.name === name);
      return own.length === 0
        ? [{ name, outcome: 'errored' as const, message: `${name}: the step recorded nothing` }]
        : own.map((fact) => checkFact(record, fact));
    }),
    ...unplanned.map(({ name }) => ({
      name,
      outcome: 'errored' as const,
      message: `${name}: a step that no plan has`,
    })),
  ];
};

const checkFact = (record: DrillRecord, fact: StepFact): Check => {
  const { name, expected, got, detail, undecided, awaited, within } = fact;
  const { gotMs, earliestMs = 0, latestMs = 0 } = within ?? {};
  const isLate = within !== undefined && (gotMs === undefined || gotMs > latestMs);
  const isEarly = gotMs !== undefined && gotMs < earliestMs;
  const beside = [detail, undecided].filter((text) => text !== undefined).join('; ');
  const said = expected === got ? `got ${got}` : `expected ${expected}, got ${got}`;
  const message = `${name}: ${said}${boundText(within)}${beside === '' ? '' : ` (${beside})`}`;
  if (undecided !== undefined) return { name, outcome: 'inconclusive', message };
  if (expected === got && !isLate && !isEarly) return { name, outcome: 'held', message };
  const mayBeLate = isLate || (awaited === true && expected !== got);
  // Of one that never came it cannot be told by how much it is late.
  const isExplained = !isLate || gotMs === undefined || gotMs - latestMs <= explainedDelayMs(record);
  return {
    name,
    outcome: mayBeLate && wasHeldUp(record) && isExplained ? 'inconclusive' : 'breached',
    message,
  };
};

const boundText = (within: StepFact['within']): string => {
  if (within === undefined) return '';
  const { gotMs, earliestMs, latestMs, dominant } = within;
  const when = gotMs === undefined ? ', never' : ` after ${seconds(gotMs)}`;
  return `${when}, where ${seconds(earliestMs)} to ${seconds(latestMs)} were expected (${dominant})`;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
