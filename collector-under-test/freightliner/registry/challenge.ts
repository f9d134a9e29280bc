import type { RegistryConfig } from '../settings.ts';

/** What a registry asks for in `WWW-Authenticate`. */
export type Challenge = { scheme: 'basic' } | { scheme: 'bearer'; realm: string; parameters: Record<string, string> };

/** Reads a `WWW-Authenticate` header; undefined for a scheme that is not known. */
export function readChallenge(header: string): Challenge | undefined {
  const [scheme = '', rest = ''] = header.split(/\s+(.*)/s);
  if (scheme.toLowerCase() === 'basic') return { scheme: 'basic' };
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const pairs = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value] as const);
  const { realm, ...parameters } = Object.fromEntries(pairs);
  return realm === undefined ? undefined : { scheme: 'bearer', realm, parameters };
}

/** The `Authorization` of a user; undefined for a registry without credentials. */
export function basicAuthorization({ username, password = '' }: RegistryConfig): string | undefined {
  if (username === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** The address that gives the token a challenge asks for. */
export function tokenUrl({ realm, parameters }: Extract<Challenge, { scheme: 'bearer' }>): URL {
  const url = new URL(realm);
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return url;
}
