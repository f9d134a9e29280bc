import type { Act, CheckText, Procedure } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** Gives a text by its source, such as lines of a document; throws for a replacement that does not apply. */
export type TextOf = (text: CheckText) => string;

/** Where texts and the procedures that others refer to are. */
export type Library = { readonly textOf: TextOf; readonly procedures: ReadonlyMap<string, Procedure> };

/** What is run of an act, and the file that is written before, if one is. */
export type ActText = { readonly script: string; readonly file?: { readonly name: string; readonly content: string } };

/**
 * Gives an act's commands: those of the document by the lines of its step, so that they are typed nowhere, or its own.
 * Throws `DRILL_INVALID` for an act that names no step and has no commands.
 */
export const actText = (act: Act, own: Procedure, { textOf, procedures }: Library): ActText => {
  const { step, file, run } = act;
  const procedure = procedureOf(act, own, procedures);
  if (step === undefined) return { script: run ?? invalid(procedure, 'an act without a step has commands of its own') };
  const text = documentedStep(act, procedure, textOf);
  if (file === undefined) return { script: text };
  return { script: run ?? `kubectl apply -f ${file}`, file: { name: file, content: text } };
};

/** What an act is called in the record. */
export const actTitle = (act: Act, own: Procedure, procedures: Library['procedures']): string => {
  const { step, title, run = '' } = act;
  const procedure = procedureOf(act, own, procedures);
  const known = procedure.steps.find(({ n }) => n === step);
  return title ?? (known === undefined ? (run.split('\n')[0] ?? '') : `${known.n}. ${known.step}`);
};

const procedureOf = ({ of }: Act, own: Procedure, procedures: Library['procedures']): Procedure =>
  of === undefined ? own : (procedures.get(of) ?? invalid(own, `no procedure ${of}`));

const documentedStep = ({ step, lines, replace = [] }: Act, procedure: Procedure, textOf: TextOf): string => {
  const known = procedure.steps.find(({ n }) => n === step);
  const range = lines ?? known?.lines ?? invalid(procedure, `step ${step ?? ''} has no lines`);
  return textOf({ document: procedure.source.document.slice(0, 3), lines: range, replace });
};

const invalid = ({ id }: Procedure, what: string): never => {
  throw new HarnessError('DRILL_INVALID', { what, where: id });
};
