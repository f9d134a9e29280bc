import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseSource } from './document.ts';
import type { SourceDocument } from './document.ts';
import { configSchema } from './schema.ts';
import type { Config, DestinationEntry } from './schema.ts';
import { resolveSecrets } from './secrets.ts';

/** Reads and checks the destinations file; throws a ConfigError that names file, line and column. */
export async function loadConfig(file: string, env: NodeJS.ProcessEnv): Promise<Config> {
  const source = parseSource(file, await read(file), env);
  const parsed = configSchema.safeParse(source.value);
  if (!parsed.success) throw toConfigError(source, parsed.error);
  rejectDuplicates(source, parsed.data.destinations);
  const files = new Set([file]);
  const destinations = await Promise.all(
    parsed.data.destinations.map((entry, index) => resolveSecrets(entry, { file, files, source, index })),
  );
  return { destinations, files: [...files] };
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
  const names = entries.map(({ name }) => name);
  const repeat = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeat !== -1) {
    throw source.errorAt(['destinations', repeat, 'name'], `duplicate destination name "${names[repeat] ?? ''}"`);
  }
}
