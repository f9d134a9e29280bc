import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { SourceDocument } from './document.ts';
import type { Destination, DestinationEntry } from './schema.ts';
import { stampOf } from './stamp.ts';

interface Origin {
  file: string;
  /** Collects the stamp of every file read. */
  seen: Map<string, string>;
  source: SourceDocument;
  index: number;
}

/** Reads the `*_file` secrets of an entry and checks that each secret is given exactly once. */
export async function resolveSecrets(entry: DestinationEntry, origin: Origin): Promise<Destination> {
  const secret = secretReader(origin);
  const { name, timeoutMs, retry, match } = entry;
  const common = { name, timeoutMs, retry, match };
  switch (entry.type) {
    case 'slack':
      return { ...common, type: 'slack', url: await secret('url', entry.url, entry.url_file) };
    case 'pagerduty': {
      const routingKey = await secret('routingKey', entry.routingKey, entry.routingKey_file);
      return { ...common, type: 'pagerduty', url: entry.url, routingKey };
    }
    case 'webhook': {
      const url = await secret('url', entry.url, entry.url_file);
      const hasToken = entry.bearerToken !== undefined || entry.bearerToken_file !== undefined;
      if (!hasToken) return { ...common, type: 'webhook', url };
      const bearerToken = await secret('bearerToken', entry.bearerToken, entry.bearerToken_file);
      return { ...common, type: 'webhook', url, bearerToken };
    }
  }
}

function secretReader({ file, seen, source, index }: Origin) {
  const at = ['destinations', index];
  return async (key: string, value: string | undefined, secretFile: string | undefined): Promise<string> => {
    if ((value === undefined) === (secretFile === undefined)) {
      throw source.errorAt(at, `give exactly one of ${key} and ${key}_file`);
    }
    if (secretFile === undefined) return value ?? '';
    const path = resolve(dirname(file), secretFile);
    seen.set(path, await stampOf(path));
    const text = await readFile(path, 'utf8').catch(() => '');
    const secret = text.trim();
    if (secret === '') throw source.errorAt([...at, `${key}_file`], `${key}_file is missing or empty`);
    if (key === 'url' && !URL.canParse(secret)) throw source.errorAt([...at, 'url_file'], 'url_file holds no URL');
    return secret;
  };
}
