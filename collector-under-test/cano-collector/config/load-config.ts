import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseSource } from './document.ts';
import type { SourceDocument } from './document.ts';
import { configSchema } from './schema.ts';
import type { Config, DestinationEntry } from './schema.ts';
import { resolveSecrets } from './secrets.ts';
import { stampOf } from './stamp.ts';

/**
 * Reads and checks the destinations file; throws a ConfigError that names file, line and column. `seen` gets the stamp
 * of every file it looks at, taken before it is read, also when it throws.
 */
export async function loadConfig(
  file: string,
  env: NodeJS.ProcessEnv,
  seen = new Map<string, string>(),
): Promise<Config> {
  seen.set(file, await stampOf(file));
  const source = parseSource(file, await read(file), env);
  const parsed = configSchema.safeParse(source.value);
  if (!parsed.success) throw toConfigError(source, parsed.error);
  rejectDuplicates(source, parsed.data.destinations);
  const destinations = await Promise.all(
    parsed.data.destinations.map((entry, index) => resolveSecrets(entry, { file, seen, source, index })),
  );
  return { destinations, files: [...seen.keys()] };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new ConfigError(`${file}: cannot be read (${code})`, { cause });
  }
}

function toConfigError(source: SourceDocument, error: z.ZodError): ConfigError {
  const [issue] = error.issues;
  if (issue === undefined) return source.errorAt([], 'invalid');
  const where = issue.path.map(String).join('.') || 'file';
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return source.errorAt(issue.path, `unknown key "${key}" in ${where}`, key);
  }
  return source.errorAt(issue.path, `${where}: ${issue.message}`);
}

function rejectDuplicates(source: SourceDocument, entries: readonly DestinationEntry[]): void {
  const names = new Set<string>();
  for (const [index, { name }] of entries.entries()) {
    if (names.has(name)) throw source.errorAt(['destinations', index, 'name'], `duplicate destination name "${name}"`);
    names.add(name);
  }
}
