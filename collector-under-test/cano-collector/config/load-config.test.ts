import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { loadConfig } from './load-config.ts';

async function load(text: string, env: NodeJS.ProcessEnv = {}, files: Record<string, string> = {}) {
  await using dir = await tempDir();
  for (const [name, content] of Object.entries(files)) await writeFile(dir.join(name), content);
  await writeFile(dir.join('destinations.yaml'), text);
  try {
    return await loadConfig(dir.join('destinations.yaml'), env);
  } catch (error) {
    throw new Error((error as Error).message.replace(`${dir.path}/`, ''), { cause: error });
  }
}

test('reads all types, with defaults and secrets from variables and files', async () => {
  const text = `
destinations:
  - { name: chat, type: slack, url: '\${SLACK_URL}' }
  - { name: pager, type: pagerduty, routingKey_file: ./key }
  - { name: hook, type: webhook, url: http://hook.test/in, bearerToken: 'x-\${TOKEN}', retry: { maxAttempts: 2 } }
`;
  const env = { SLACK_URL: 'https://hooks.slack.com/services/T/B/x', TOKEN: 't' };
  const { destinations, files } = await load(text, env, { key: 'routing\n' });
  expect(destinations).toMatchObject([
    { name: 'chat', url: env.SLACK_URL, timeoutMs: 10_000, retry: { maxAttempts: 10, baseMs: 500, maxMs: 30_000 } },
    { name: 'pager', url: 'https://events.pagerduty.com/v2/enqueue', routingKey: 'routing' },
    { name: 'hook', bearerToken: 'x-t', retry: { maxAttempts: 2, baseMs: 500 } },
  ]);
  expect(files).toHaveLength(2);
});

const hook = (more = '') => `destinations:\n  - name: hook\n    type: webhook\n    url: http://hook.test/in\n${more}`;

test.each([
  ['broken YAML', 'destinations:\n  - name: "x\n', /^destinations\.yaml:3:1: /],
  ['a file that is cut off', hook().trimEnd(), /^destinations\.yaml:4:29: the last line has no end/],
  ['an empty file', '', /^destinations\.yaml:1:1: /],
  ['an alias', hook('    bearerToken: *s3cret\n'), /^destinations\.yaml:5:18: aliases are not supported(?!.*s3cret)/],
  ['an unknown key', hook('    tiemout: 3\n'), 'destinations.yaml:5:5: unknown key "tiemout" in destinations.0'],
  ['an unknown type', hook().replace('webhook', 'pigeon'), /^destinations\.yaml:3:11: destinations\.0\.type: /],
  ['a wrong value', hook('    timeoutMs: soon\n'), /^destinations\.yaml:5:16: destinations\.0\.timeoutMs: /],
  ['a bad URL', hook().replace('http://hook.test/in', 'nowhere'), /^destinations\.yaml:4:10: destinations\.0\.url: /],
  [
    'a duplicate name',
    hook('  - name: hook\n    type: webhook\n    url: http://b.test\n'),
    'destinations.yaml:5:11: duplicate destination name "hook"',
  ],
  ['no destinations', 'destinations: []\n', /^destinations\.yaml:1:15: destinations: /],
  ['an unset variable', hook().replace('http://hook.test', '${NOWHERE}'), /:4:10: .* NOWHERE is not set$/],
  ['a missing secret', hook().replace('url: http', 'url_file: ./http'), /:4:15: url_file is missing or empty$/],
  ['a secret given twice', hook('    url_file: ./x\n'), /:2:5: give exactly one of url and url_file$/],
])('%s is refused with its place', async (_title, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test('a missing file is refused', async () => {
  await expect(loadConfig('/nowhere/destinations.yaml', {})).rejects.toThrow('cannot be read (ENOENT)');
});
