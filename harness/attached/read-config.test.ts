import { expect, test } from 'vitest';
import { readAttachedConfig } from './read-config.ts';

const whole = `prometheus: http://127.0.0.1:9090
context: kind-dev
system:
  name: shop
  job: shop
  healthPath: /healthz
  rules:
    - path: rules.yml
      form: rules
`;

test('reads what runs and the system, with the usual path of metrics', () => {
  expect(readAttachedConfig('c.yaml', whole)).toMatchObject({
    prometheus: 'http://127.0.0.1:9090',
    context: 'kind-dev',
    system: { name: 'shop', metricsPath: '/metrics', rules: [{ path: 'rules.yml', form: 'rules' }] },
  });
  expect(readAttachedConfig('c.yaml', '')).toEqual({});
});

test.each([
  ['an unknown key', whole.replace('context', 'contxt'), 'c.yaml:2:1: unknown key; got contxt'],
  ['an unknown key below', whole.replace('  job:', '  jop:'), 'c.yaml:4:3'],
  [
    'an unknown key of a rule file',
    whole.replace('form: rules', 'form: rules\n      from: x'),
    'c.yaml:10:7: unknown key; got from',
  ],
  ['a wrong value', whole.replace('/healthz', 'healthz'), 'c.yaml:6:15: system.healthPath'],
  ['no address', whole.replace('http://127.0.0.1:9090', 'nonsense'), 'c.yaml:1:13: prometheus: Invalid URL'],
  ['what is no YAML', 'a: [', 'c.yaml:1'],
])('refuses %s with one message that names file and line', (_, source, message) => {
  expect(() => readAttachedConfig('c.yaml', source)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  expect(() => readAttachedConfig('c.yaml', source)).toThrow(message);
});
