import { describe, expect, test } from 'vitest';
import { after, downSeen } from '../../testing/sample-bounds.ts';
import { sampleDrill } from '../../testing/sample-drill.ts';
import { breachedDrill, skippedDrill } from '../../testing/sample-not-held.ts';
import { findingDrill } from '../../testing/sample-silent.ts';
import { sightingsOf } from '../../testing/sample-sightings.ts';
import { markup } from '../markup.ts';
import { scaleOf, ticksOf } from './scale.ts';
import { spansOf } from './spans.ts';
import { timeline } from './timeline.ts';

const draw = (drill: Parameters<typeof timeline>[0]): string => markup`${timeline(drill)}`.text;

describe('spansOf', () => {
  test('joins what two observers saw to one span of each state', () => {
    expect(spansOf(sampleDrill(), 'CanoCollectorDown', after(20))).toEqual([
      { state: 'pending', from: after(0.6), to: after(1.8) },
      { state: 'firing', from: after(1.8), to: after(6.6) },
    ]);
  });

  test('ends a pending span where the alert went inactive, and one that goes on at the end', () => {
    const sightings = [...sightingsOf('A', { pending: 1, cleared: 2 }), ...sightingsOf('B', { pending: 3, firing: 4 })];
    const drill = sampleDrill({ sightings });
    expect(spansOf(drill, 'A', after(9))).toEqual([{ state: 'pending', from: after(1), to: after(2.1) }]);
    expect(spansOf(drill, 'B', after(9)).at(-1)).toEqual({ state: 'firing', from: after(4), to: after(9) });
  });
});

describe('scaleOf', () => {
  test('holds everything that was seen and every bound', () => {
    const drill = breachedDrill();
    const scale = scaleOf(drill);
    const moments = drill.sightings.map(({ when }) => when);
    const bounds = drill.verdict.checks.flatMap(({ bound }) => (bound === undefined ? [] : [bound.latest]));
    expect(scale.to).toBeGreaterThanOrEqual(Math.max(...moments, ...bounds));
    expect(scale.from).toBeLessThanOrEqual(scale.zero);
  });

  test.each([0.2, 3, 17, 64, 999, 90_000])('gives %d s after the fault between two and seven round ticks', (length) => {
    const sightings = sightingsOf('A', { pending: length });
    const scale = scaleOf(sampleDrill({ sightings, phases: [], startedAt: after(-1), fault: undefined }));
    const ticks = ticksOf(scale);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks).toContain(scale.zero);
  });
});

describe('timeline', () => {
  test('draws pending, firing, both notifications and all six bounds of an alert', () => {
    const drawn = draw(sampleDrill()).split('<figcaption>')[0] ?? '';
    const count = (pattern: RegExp) => drawn.match(pattern)?.length ?? 0;
    expect(count(/<rect class="pending"/g)).toBe(1);
    expect(count(/<rect class="firing"/g)).toBe(1);
    expect(count(/class="mark firing"/g)).toBe(1);
    expect(count(/class="mark resolved"/g)).toBe(1);
    expect(count(/<rect class="bound"/g)).toBe(6);
    expect(count(/class="tick held"/g)).toBe(6);
    expect(count(/class="tick effective"/g)).toBe(1);
  });

  test('shows a late transition by its symbol, not by colour alone', () => {
    expect(draw(breachedDrill())).toMatch(/class="sign breached"[^>]*>✗/);
  });

  test('puts the bounds beside the alert that they are of', () => {
    const drawn = draw(findingDrill());
    const labels = drawn.slice(0, drawn.indexOf('<svg class="plot"'));
    expect(labels.indexOf('CanoCollectorDownCorrected')).toBeLessThan(labels.indexOf('>notified<'));
    expect(drawn).toContain('silent');
    expect(drawn).toContain('corrected rule');
  });

  test('draws a drill that never ended, and nothing for one that never began', () => {
    const broken = sampleDrill({ endedAt: undefined, fault: undefined, sightings: sightingsOf('A', downSeen) });
    expect(draw(broken)).not.toContain('NaN');
    expect(draw(skippedDrill())).toBe('');
  });
});
