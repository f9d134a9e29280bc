import { parse } from 'yaml';
import * as z from 'zod';
import { findingSchema, type Finding } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

const fileSchema = z.strictObject({ findings: z.array(findingSchema).min(1) });

/** Reads a list of findings; throws `CONFIG_INVALID` for what is not one, and for an id that is there twice. */
export const loadFindings = (text: string, path: string): Finding[] => {
  const { data, error } = fileSchema.safeParse(parse(text));
  if (error !== undefined) {
    const got = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new HarnessError('CONFIG_INVALID', { what: 'not a list of findings', where: path, got });
  }
  const ids = data.findings.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return data.findings;
  throw new HarnessError('CONFIG_INVALID', { what: 'two findings have the same id', where: path, got: twice });
};
