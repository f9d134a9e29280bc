import type { VirtualCaseName, Witness } from '../contract/index.ts';
import { alertStates, type AlertState } from './alert-states.ts';
import { evaluate } from './evaluate.ts';
import { samplesOf, type Level } from './samples.ts';

/** The rule that is checked, with its durations in seconds. */
export type VirtualRule = {
  readonly operator: string;
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly forSeconds: number;
  readonly intervalSeconds: number;
};

/** Gives the levels of a case, a step each: quiet until every window is full, then what the case is about. */
export const levelsOf = (name: VirtualCaseName, witness: Witness, rule: VirtualRule): Level[] => {
  const steps = (seconds: number): number => Math.ceil(seconds / rule.intervalSeconds);
  const idle = Array<Level>(steps(rule.windowSeconds) + 3).fill(witness.idle);
  const long = steps(rule.windowSeconds) + steps(rule.forSeconds) + 4;
  const held = (level: Level): Level[] => [...idle, ...Array<Level>(long).fill(level)];
  if (name === 'below' || name === 'at') return held(Number(witness[name]));
  if (name === 'absent') return held('absent').fill('absent');
  if (name === 'resolve') return [...held(witness.above), ...held(witness.idle)];
  if (name === 'counter-reset') return [...idle, { reset: witness.idle }, ...held(witness.idle)];
  if (name === 'newborn')
    return [...idle.map((): Level => 'absent'), ...Array<Level>(steps(rule.forSeconds) + 2).fill(0)];
  return held(witness.above);
};

/** Gives the state after each evaluation as our own arithmetic has it. */
export const statesOf = (levels: readonly Level[], witness: Witness, rule: VirtualRule): AlertState[] => {
  const sampled = witness.streams.map((stream) => ({
    stream,
    samples: samplesOf(stream, levels, rule.intervalSeconds),
  }));
  const isTrue = levels.map((_, index) => {
    const moment = { at: index * rule.intervalSeconds, windowSeconds: rule.windowSeconds };
    const value = evaluate(witness.form, sampled, moment);
    return value !== undefined && compare(value, rule);
  });
  return alertStates(isTrue, rule.intervalSeconds, rule.forSeconds);
};

const compare = (value: number, { operator, threshold }: VirtualRule): boolean =>
  ({
    '>': value > threshold,
    '>=': value >= threshold,
    '<': value < threshold,
    '<=': value <= threshold,
    '==': value === threshold,
    '!=': value !== threshold,
  })[operator] ?? false;
