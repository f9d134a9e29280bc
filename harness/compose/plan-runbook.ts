import type { RunbookDrill } from '../contract/index.ts';
import { documentedText } from '../documents/index.ts';
import type { PlannedRunbook } from '../engine/index.ts';
import { rehearse, stateOf } from '../runbooks/index.ts';
import { documentsOf } from './documents.ts';
import { scriptedPlan } from './scripted-plan.ts';

type Options = {
  readonly root: string;
  readonly speed: number;
  readonly runId: string;
  readonly gate?: ((next: string) => Promise<void>) | undefined;
  /** Programs of the machine that a rehearsal's commands may call. */
  readonly programs: Readonly<Record<string, string>>;
};

const defaultWeight = { cpu: 0.5, memoryMb: 300 };
/** What each arm may take, in ms. */
const armMs = 90_000;

/** Gives the rehearsal of a procedure with all that running it needs. Its times are real: nothing of it is compressed. */
export const planRunbook = (drill: RunbookDrill, { root, speed, runId, gate, programs }: Options): PlannedRunbook => {
  const { procedure, library, rehearsal, site, weight = defaultWeight } = drill;
  const documents = documentsOf(root);
  const { title, category, source } = procedure;
  const plan = scriptedPlan(drill, {
    speed: { requested: speed, effective: 1, decidedBy: 'the drill, whose times are real' },
    terms: [],
  });
  const known = { procedure: procedure.id, title, category, source };
  return {
    plan: {
      ...plan,
      rewrites: [],
      timeoutMs: plan.timeoutMs + 3 * armMs,
      rehearsal: {
        ...known,
        state: stateOf(rehearsal),
        findings: [...(rehearsal.findings ?? [])],
        ...(rehearsal.clears === undefined ? {} : { clears: rehearsal.clears }),
      },
    },
    runbook: { site },
    needs: site === undefined ? [] : ['cluster'],
    cannot: rehearsal.cannot ?? missingTools(drill, programs),
    weight,
    script: async ({ site: open, arm, ...tools }) =>
      await rehearse({
        procedure,
        rehearsal,
        library: { textOf: (text) => documentedText(text, documents), procedures: library },
        programs,
        env: { FIREDRILL_RUN_ID: runId },
        site: open,
        tools,
        arm,
        gate,
      }),
  };
};

/** Why a machine that lacks a program cannot rehearse it. */
const missingTools = (
  { site, rehearsal: { tools = [] } }: RunbookDrill,
  programs: Readonly<Record<string, string>>,
): string | undefined => {
  const wanted = ['bash', ...(site === undefined ? [] : ['kubectl']), ...tools];
  const missing = wanted.filter((name) => programs[name] === undefined).map((name) => `tool:${name}`);
  return missing.length === 0 ? undefined : `this machine has no ${missing.join(', ')}`;
};
