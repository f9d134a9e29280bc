import { expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { subjectContainer, workInPod } from './subject-container.ts';

const values = {
  'sink.webhook': 'http://10.0.0.1:1',
  'sink.slack': 'http://10.0.0.1:2',
  'sink.oncall': 'http://10.0.0.1:3',
};
const documented = {
  name: 'cano-collector',
  env: [
    { name: 'LOG_LEVEL', value: 'debug' },
    { name: 'DESTINATIONS_FILE', value: '/etc/cano-collector/destinations.yaml' },
  ],
  volumeMounts: [{ name: 'config', mountPath: '/etc/cano-collector' }],
};
const made = (documentedFirst: boolean, env = {}) =>
  subjectContainer({ system: canoCollector, values, env, documentedFirst })(documented) as {
    env: { name: string; value?: string }[];
    command: string[];
    volumeMounts: { name: string }[];
  };
const variable = ({ env }: ReturnType<typeof made>, name: string) => env.find((one) => one.name === name)?.value;

test('what the manifest says or what the system says goes first, as is asked', () => {
  expect(variable(made(true), 'DESTINATIONS_FILE')).toBe('/etc/cano-collector/destinations.yaml');
  expect(variable(made(false), 'DESTINATIONS_FILE')).toBe(`${workInPod}/destinations.yaml`);
  expect(variable(made(true), 'HOST')).toBe('0.0.0.0');
  expect(variable(made(true), 'PORT')).toBe('8080');
});

test('what the drill says goes before either, and an empty string unsets', () => {
  const container = made(true, { LOG_LEVEL: 'error', BACKUP_DIR: '' });
  expect(variable(container, 'LOG_LEVEL')).toBe('error');
  expect(container.env.map(({ name }) => name)).not.toContain('BACKUP_DIR');
  expect(container.env.map(({ name }) => name)).toContain('POD_NAME');
});

test('it runs as the manifest says, or as whom is told, and keeps all other restrictions', () => {
  const restricted = { ...documented, securityContext: { readOnlyRootFilesystem: true } };
  const of = (user?: { uid: number; gid: number }) =>
    subjectContainer({ system: canoCollector, values, env: {}, documentedFirst: true, user })(restricted);
  expect(of()['securityContext']).toEqual({ readOnlyRootFilesystem: true });
  const told = { readOnlyRootFilesystem: true, runAsUser: 1001, runAsGroup: 1002 };
  expect(of({ uid: 1001, gid: 1002 })['securityContext']).toEqual(told);
});

test('the program is the system’s own, behind the gate, and the documented mounts stay', () => {
  const { command, volumeMounts } = made(false);
  expect(command.slice(-2)).toEqual(['node', '/app/collector-under-test/cano-collector/main.ts']);
  expect(volumeMounts.map(({ name }) => name)).toEqual([
    'config',
    'firedrill-held',
    'firedrill-files',
    'firedrill-shared',
    'firedrill-work',
  ]);
});
