import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../core/index.ts';
import { compressExpr, compressRules, loadRules, toRuleFile } from './index.ts';

const text = `# as documented
groups:
  - name: x
    interval: 30s
    labels: { team: a }
    rules:
      - alert: y
        expr: |
          rate(z[5m] offset 1h) > 0.1
            or w > 5m
        for: 1h
        keep_firing_for: 5m
        annotations: { summary: "for more than 5m" }
      - record: a:b
        expr: sum(b)
`;
const load = (source: string) => loadRules({ path: 'r.yml', form: 'rules' }, source);

describe('compressExpr', () => {
  it.each([
    ['rate(x[5m]) > 300', 60, 'rate(x[5s]) > 300'],
    [
      'max_over_time(rate(x[5m])[30m:1m] offset -1h @ 1609746000) > 5m',
      60,
      'max_over_time(rate(x[5s])[30s:1s] offset -1m @ 1609746000) > 5m',
    ],
    ['predict_linear(x[1h], 4 * 3600) < 0', 60, 'predict_linear(x[1m], 4 * 3600) < 0'],
    ['rate(x[300])', 10, 'rate(x[30s])'],
    ['x offset 0s', 10, 'x offset 0s'],
    ['rate(x[1m])', 7, 'rate(x[8s571ms])'],
    ['rate(x[2ms])', 60, 'rate(x[1ms])'],
    ['x{a="[5m]"} # [5m]', 60, 'x{a="[5m]"} # [5m]'],
  ])('%s at speed %d', (expr, speed, compressed) => {
    expect(compressExpr(expr, speed, 'w').expr).toBe(compressed);
  });

  it('gives the same string at speed 1', () => {
    expect(compressExpr('rate( x [ 5m ] )', 1, 'w')).toEqual({ expr: 'rate( x [ 5m ] )', rewrites: [] });
  });

  it('lists what it rewrote', () => {
    expect(compressExpr('rate(x[1h])', 60, 'r.yml › group g')).toEqual({
      expr: 'rate(x[1m])',
      rewrites: [{ where: 'r.yml › group g', from: '1h', to: '1m' }],
    });
  });

  it('refuses a duration that is calculated', () => {
    expect(() => compressExpr('rate(x[5m * 2])', 60, 'r.yml › group g')).toThrow(
      /r\.yml › group g: a duration that is calculated/,
    );
  });

  it('times the speed is the duration again, within the rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 1, max: 300, noNaN: true }), (ms, speed) => {
        const { expr } = compressExpr(`rate(x[${formatDuration(ms)}]) > 60`, speed, 'w');
        const [, duration = ''] = /^rate\(x\[(.*)\]\) > 60$/.exec(expr) ?? [];
        const scaled = parseDuration(duration) ?? 0;
        expect(scaled).toBeGreaterThan(0);
        if (scaled > 1) expect(Math.abs(scaled * speed - ms)).toBeLessThanOrEqual(speed / 2 + 1e-6);
      }),
    );
  });
});

describe('compressRules', () => {
  it('gives a rule file untouched at speed 1, with its comments', () => {
    expect(compressRules(load(text), 1)).toEqual({ text, rewrites: [] });
  });

  it('divides every duration of the rules and lists each', () => {
    const { text: compressed, rewrites } = compressRules(load(text), 60);
    expect(rewrites).toEqual([
      { where: 'r.yml › group x › interval', from: '30s', to: '500ms' },
      { where: 'r.yml › group x › alert y › expr', from: '5m', to: '5s' },
      { where: 'r.yml › group x › alert y › expr', from: '1h', to: '1m' },
      { where: 'r.yml › group x › alert y › for', from: '1h', to: '1m' },
      { where: 'r.yml › group x › alert y › keep_firing_for', from: '5m', to: '5s' },
    ]);
    expect(load(compressed).groups).toMatchObject([
      {
        name: 'x',
        intervalMs: 500,
        labels: { team: 'a' },
        rules: [
          {
            expr: 'rate(z[5s] offset 1m) > 0.1\n  or w > 5m\n',
            forMs: 60_000,
            keepFiringForMs: 5000,
            annotations: { summary: 'for more than 5m' },
          },
          { record: 'a:b', expr: 'sum(b)' },
        ],
      },
    ]);
  });

  it('writes other forms with every text as it was', () => {
    const long = `rate(x[5m]) > 1 or ${'y'.repeat(90)} ${'> 2 or z'.repeat(1)} > 3`;
    const source = `- alert: A\n  expr: ${long}\n  annotations:\n    d: |\n      first: "x"\n        second\n`;
    const loaded = loadRules({ path: 'b.yml', form: 'bare-list', group: 'g' }, source);
    const again = load(toRuleFile(loaded));
    expect(again.groups[0]?.rules[0]).toMatchObject({ expr: long, annotations: { d: 'first: "x"\n  second\n' } });
  });
});
