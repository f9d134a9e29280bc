import { describe, expect, test } from 'vitest';
import { nastyRun } from '../testing/nasty-run.ts';
import { sampleDrill } from '../testing/sample-drill.ts';
import { breachedDeliveries, heldDeliveries, kneeDrill } from '../testing/sample-deliveries.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { breachedDrill } from '../testing/sample-not-held.ts';
import { renderSummary } from './render-summary.ts';

const mebibyte = 1_048_576;

describe('renderSummary', () => {
  test('names every drill, finding and case that cannot exist', () => {
    const run = sampleRun();
    const text = renderSummary(run);
    for (const { id } of [...run.drills, ...run.impossible]) expect(text).toContain(id);
    expect(text).toContain('cano.defect.down-alert-absent');
    expect(text).toContain('## ✗ Firedrill: breached');
    expect(text).toContain('wall 74.1 s · lower bound 67.3 s · ratio 1.10');
    expect(text).not.toContain('left out');
  });

  test('has as many cells in every row of a table as in its head', () => {
    const lines = renderSummary(nastyRun()).split('\n');
    const widths = lines.filter((line) => line.startsWith('|')).map((line) => line.split(/(?<!\\)\|/).length - 2);
    expect(new Set(widths)).toEqual(new Set([5, 4, 2]));
  });

  test('has a row for every account, also of the rates that were tried', () => {
    const text = renderSummary(sampleRun([heldDeliveries(), breachedDeliveries(), kneeDrill()]));
    expect(text).toContain('| 2400 | 2400 | 100 % (99.84–100 %) | 41 ms | 118 ms | 176 ms | 0 | 0 |');
    expect(text).toContain('| 2400 | 2388 | 82.83 % (81.27–84.33 %) | 41 ms | 6.21 s | 8.90 s | 12 | 0 |');
    expect(text).toContain('</code> 440 a second |');
    expect(renderSummary(sampleRun())).not.toContain('### Deliveries');
  });

  test('leaves no markup in what comes from outside', () => {
    const text = renderSummary(nastyRun());
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('\\`code\\`');
  });

  test.each([5000, 20_000])('stays under 1 MiB with %i drills and says how many rows it left out', (amount) => {
    const breached = breachedDrill();
    const drills = Array.from({ length: amount }, (_, index) =>
      index % 2 === 0 ? sampleDrill({ id: `alerts/many/${index}` }) : { ...breached, id: `alerts/many/${index}` },
    );
    const text = renderSummary(sampleRun(drills));
    expect(Buffer.byteLength(text)).toBeLessThan(mebibyte);
    const shown = text.split('\n').filter((line) => line.startsWith('| ✗') || line.startsWith('| ✓')).length;
    const leftOut = /_(\d+) of (\d+) drills left out/.exec(text);
    const details = text.match(/<details/g)?.length ?? 0;
    expect(Number(leftOut?.[1])).toBe(Number(leftOut?.[2]) - (leftOut?.[2] === String(amount) ? shown - 1 : details));
    expect(text).toContain('### Cases that cannot exist');
  });

  test('stays under 1 MiB when single texts are huge', () => {
    const reasons = ['x|<&'.repeat(500_000)];
    const text = renderSummary(sampleRun([sampleDrill({ verdict: { outcome: 'breached', reasons, checks: [] } })]));
    expect(Buffer.byteLength(text)).toBeLessThan(mebibyte);
  });
});
