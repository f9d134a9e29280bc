import { describe, expect, test } from 'vitest';
import { downSeen, timedChecksOf } from '../testing/sample-bounds.ts';
import { sampleDrill } from '../testing/sample-drill.ts';
import { breachedDrill, erroredDrill, skippedDrill } from '../testing/sample-not-held.ts';
import { findingDrill, healthyDrill, justUnderDrill, shorterThanForDrill } from '../testing/sample-silent.ts';
import { maximumText, whatHappened } from './what-happened.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('whatHappened', () => {
  test.each([
    [healthyDrill(), '6 rules silent for 14.8 s'],
    [justUnderDrill(), 'never fired, maximum 0.08342 of 0.1 (83.4 %)'],
    [shorterThanForDrill(), 'pending +0.6 s, never fired'],
    [findingDrill(), 'shows cano.defect.down-alert-absent'],
    [skippedDrill(), 'the environment local cannot cut a network: networkPolicy is missing'],
  ])('says of $id what it saw', (drill, text) => {
    expect(plain(whatHappened(drill))).toBe(text);
  });

  test('says what never came, with its bound', () => {
    const checks = timedChecksOf('CanoCollectorDown', { ...downSeen, notified: undefined });
    const text = whatHappened(sampleDrill({ verdict: { outcome: 'breached', reasons: [], checks } }));
    expect(plain(text)).toBe('fired +1.8 s (1.0–3.2), not notified (2.0–4.6), cleared +6.6 s (6.0–7.4)');
  });

  test('gives the reason in brief where a drill did not hold', () => {
    expect(whatHappened(breachedDrill(), 'brief')).toMatch(/^CanoCollectorHighErrorRate notified at the receiver: /);
    expect(whatHappened(erroredDrill())).toMatch(/^FAULT_INEFFECTIVE: /);
  });
});

test('holds a maximum against its threshold, also where there is none or it is 0', () => {
  const maximum = (max: number | undefined, threshold: number) =>
    maximumText({ alertname: 'A', threshold, max, samples: 1 });
  expect(maximum(86_455.7, 86_400)).toBe('maximum 86456 of 86400 (100.1 %)');
  expect(maximum(0.09996, 0.1)).toBe('maximum 0.09996 of 0.1 (99.9 %)');
  expect(maximum(1, 0)).toBe('maximum 1, threshold 0');
  expect(maximum(undefined, 5)).toBe('no value to hold against 5');
});
