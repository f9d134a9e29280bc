import { appendFile, mkdir, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { badConfigCase, type BadConfig } from './bad-config-case.ts';
import type { ConfigCase, ConfigTarget } from './config-case.ts';
import { configFile, configText, firstSetup, secret } from './config-text.ts';
import { becomeVolume, publishFile, replaceFile } from './replace-file.ts';

const sinkUrl = ({ sinks }: ConfigTarget): string => sinks.get('webhook')?.url ?? '';
const first = (target: ConfigTarget): string => configText(`${sinkUrl(target)}/alerts`);
const repaired = (target: ConfigTarget): string => configText(`${sinkUrl(target)}/repaired`);
const put = async (target: ConfigTarget, file: string): Promise<void> => await replaceFile(file, repaired(target));
const tokenFile = 'bearerToken_file: token';

/** A case in which the first configuration is replaced by a text with one mistake, and that by a good one. */
const mistaken = (name: string, title: string, [from, to]: readonly [string, string], says: RegExp): ConfigCase =>
  badConfigCase({
    ...{ name, title, says },
    corrupt: async (target, file) => await replaceFile(file, first(target).replace(from, to)),
    repair: put,
  });

const halfWritten: BadConfig = {
  name: 'half-written',
  title: 'the file is written in place and slowly, and stays half written for a while',
  says: /destinations\.yaml:7:\d+: the last line has no end/,
  async corrupt(target, file) {
    const text = repaired(target);
    const half = text.slice(0, text.indexOf(secret) + 4);
    await writeFile(file, '');
    for (let from = 0; from < half.length; from += 20) {
      await appendFile(file, half.slice(from, from + 20));
      await target.clock.sleep(100, target.signal);
    }
  },
  async repair(target, file) {
    const text = repaired(target);
    await appendFile(file, text.slice(text.indexOf(secret) + 4));
  },
};

const missingSecret: BadConfig = {
  name: 'missing-secret',
  title: 'the file names a secret that is not there, and gets it later without being touched itself',
  says: /destinations\.yaml:7:\d+: bearerToken_file is missing or empty/,
  corrupt: async (target, file) =>
    await replaceFile(file, configText(`${sinkUrl(target)}/repaired`, 'bearerToken_file: later')),
  repair: async (_target, file) => await writeFile(join(dirname(file), 'later'), `${secret}\n`),
};

const deletedSecret: BadConfig = {
  name: 'deleted-secret',
  title: 'a secret is deleted and then given again, unlike before',
  setup: {
    env: firstSetup.env,
    files: { [configFile]: configText('${sink.webhook}/alerts', tokenFile), 'config/token': `${secret}\n` },
  },
  says: /destinations\.yaml:7:\d+: bearerToken_file is missing or empty/,
  corrupt: async (_target, file) => await rm(join(dirname(file), 'token')),
  repair: async (_target, file) => await writeFile(join(dirname(file), 'token'), 'second\n'),
  isRepaired: ({ headers }) => headers['authorization'] === 'Bearer second',
};

const unreadable: BadConfig = {
  name: 'unreadable',
  title: 'nobody can read the file: a folder is in its place, because a permission that is removed does not stop root',
  says: /destinations\.yaml: cannot be read \(EISDIR\)/,
  async corrupt(_target, file) {
    await rm(file);
    await mkdir(file);
  },
  async repair(target, file) {
    await rmdir(file);
    await put(target, file);
  },
};

const symlinkSwap: BadConfig = {
  name: 'symlink-swap',
  title: 'the file is swapped as kubelet swaps a ConfigMap, for a bad one and for a good one',
  says: /destinations\.yaml:6:5: unknown key "timeout" in destinations\.0/,
  begin: async (target, file) => await becomeVolume(file, first(target)),
  corrupt: async (target, file) => await publishFile(file, first(target).replace('timeoutMs', 'timeout')),
  repair: async (target, file) => await publishFile(file, repaired(target)),
  alsoBrokenBy: 'misses-symlink-swap',
};

/** Every way in which a configuration is bad for a while. */
export const badConfigs: readonly ConfigCase[] = [
  badConfigCase({
    name: 'truncated',
    title: 'the file is cut off in the middle of a URL, which leaves good YAML and another URL',
    says: /destinations\.yaml:5:\d+: the last line has no end/,
    corrupt: async (target, file) => await truncate(file, first(target).indexOf('/alerts') + 4),
    repair: put,
  }),
  badConfigCase(halfWritten),
  mistaken(
    'invalid-yaml',
    'a quote is not closed, next to a secret',
    ['bearerToken: ', 'bearerToken: "'],
    /:\d+:\d+: /,
  ),
  mistaken('unknown-type', 'a destination has a type that there is not', ['webhook', 'pigeon'], /:4:11: .*\.type/),
  mistaken('unknown-key', 'a key is misspelt', ['timeoutMs', 'timeout'], /:6:5: unknown key "timeout"/),
  badConfigCase(missingSecret),
  badConfigCase(deletedSecret),
  badConfigCase({
    name: 'empty',
    title: 'the file is empty',
    says: /destinations\.yaml:1:1: /,
    corrupt: async (_target, file) => await truncate(file, 0),
    repair: put,
  }),
  badConfigCase(unreadable),
  badConfigCase({
    name: 'deleted',
    title: 'the file is deleted',
    says: /destinations\.yaml: cannot be read \(ENOENT\)/,
    corrupt: async (_target, file) => await rm(file),
    repair: put,
  }),
  badConfigCase(symlinkSwap),
];
