import { parse } from 'yaml';
import * as z from 'zod';
import { procedureSchema, type Procedure } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

const fileSchema = z.strictObject({ procedures: z.array(procedureSchema).min(1) });

/** Reads the list of procedures; throws `CONFIG_INVALID` for what is not one, and for an id that is there twice. */
export const loadProcedures = (text: string, path: string): Procedure[] => {
  const { data, error } = fileSchema.safeParse(parse(text));
  if (error !== undefined) {
    const got = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new HarnessError('CONFIG_INVALID', { what: 'not a list of procedures', where: path, got });
  }
  const ids = data.procedures.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return data.procedures;
  throw new HarnessError('CONFIG_INVALID', { what: 'two procedures have the same id', where: path, got: twice });
};
