import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { loadRules, type LoadedRules } from '../rules/index.ts';

/** Loads every rule file of a system; throws `RULES_INVALID` with file, line and column. */
export const documentedRules = (system: System, root: string): LoadedRules[] =>
  system.ruleFiles.map((file) => loadRules(file, readProjectFile(root, file.path)));

/** Reads a file of the project as text; throws `CONFIG_INVALID` when it is not there. */
export const readProjectFile = (root: string, path: string): string => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (cause) {
    throw new HarnessError('CONFIG_INVALID', { what: 'cannot be read', where: path, got: messageOf(cause), cause });
  }
};
