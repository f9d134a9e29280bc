import { describe, expect, test } from 'vitest';
import { nastyRun } from '../testing/nasty-run.ts';
import { allNamed, readXml } from '../testing/read-xml.ts';
import { breachedDeliveries } from '../testing/sample-deliveries.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { renderJunit } from './render-junit.ts';

describe('renderJunit', () => {
  test('counts breaches as failures, errored and inconclusive drills as errors, and impossible cases as skipped', () => {
    const root = readXml(renderJunit(sampleRun()));
    expect(root.attributes).toMatchObject({ tests: '14', failures: '1', errors: '2', skipped: '5', time: '74.100' });
    expect(allNamed(root, 'failure')).toHaveLength(1);
    expect(allNamed(root, 'error').map(({ attributes }) => attributes['type'])).toEqual([
      'FAULT_INEFFECTIVE',
      'inconclusive',
    ]);
    expect(allNamed(root, 'skipped')).toHaveLength(5);
  });

  test('has the counts of each suite sum to those of the run', () => {
    const root = readXml(renderJunit(sampleRun()));
    for (const name of ['tests', 'failures', 'errors', 'skipped']) {
      const sum = root.children.reduce((total, { attributes }) => total + Number(attributes[name]), 0);
      expect(sum).toBe(Number(root.attributes[name]));
    }
    for (const suite of root.children) {
      expect(allNamed(suite, 'testcase')).toHaveLength(Number(suite.attributes['tests']));
    }
  });

  test('has a case for every drill and every case that cannot exist, in the suite of its alert', () => {
    const run = sampleRun();
    const root = readXml(renderJunit(run));
    const names = allNamed(root, 'testcase').map(({ attributes }) => attributes['name']);
    expect(names.toSorted()).toEqual([...run.drills, ...run.impossible].map(({ id }) => id).toSorted());
    const down = root.children.find(({ attributes }) => attributes['name']?.endsWith('CanoCollectorDown') === true);
    expect(allNamed(down!, 'testcase').map(({ attributes }) => attributes['name'])).toContain(
      'alerts/cano-collector-down/just-under',
    );
  });

  test('gives time in seconds, properties, and the checks as output', () => {
    const root = readXml(renderJunit(sampleRun()));
    const held = allNamed(root, 'testcase').find(
      ({ attributes }) => attributes['name'] === 'alerts/cano-collector-down',
    );
    expect(held?.attributes['time']).toBe('21.300');
    const properties = allNamed(held!, 'property').map(({ attributes }) => [attributes['name'], attributes['value']]);
    expect(Object.fromEntries(properties)).toMatchObject({
      speed: '60',
      alertId: 'cano.alert.CanoCollectorDown',
      source: '000_3a1910ff397045e5.txt › Alerting Rules, l. 71–78',
    });
    expect(allNamed(held!, 'system-out')[0]?.text).toContain('✓ held | CanoCollectorDown firing | ');
  });

  test('gives the figures of an account as properties', () => {
    const root = readXml(renderJunit(sampleRun([breachedDeliveries()])));
    const properties = allNamed(root, 'property').map(({ attributes }) => [attributes['name'], attributes['value']]);
    expect(Object.fromEntries(properties)).toMatchObject({
      'deliveries.outcome': 'breached',
      'deliveries.lost': '12',
      'deliveries.p95Ms': '6210',
      'deliveries.onTimeShareLower': '0.8127',
    });
  });

  test('stays well-formed whatever the texts hold', () => {
    const root = readXml(renderJunit(nastyRun()));
    const [failure] = allNamed(root, 'failure');
    expect(failure?.attributes['message']).toContain(`<script>alert("x")</script> | & ' ]]> -->`);
    expect(failure?.text).toContain('\ufffd');
  });
});

describe('readXml', () => {
  test.each(['<a><b></a>', '<a b="1" b="2"/>', '<a>&x;</a>', '<a>1 < 2</a>', '<a>\u0001</a>', '<a/><b/>', '<a'])(
    'refuses %s',
    (source) => {
      expect(() => readXml(source)).toThrow();
    },
  );
});
