import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { nastyRun } from '../testing/nasty-run.ts';
import { sampleDrill } from '../testing/sample-drill.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { renderReport } from './render-report.ts';

const page = renderReport(sampleRun());
const detailsOf = (id: string): string => {
  const start = page.indexOf(`id="drill/${id}"`);
  return page.slice(page.lastIndexOf('<details', start), page.indexOf('class="drill ', start));
};
const textOf = (source: string): string =>
  source
    .replaceAll('<wbr>', '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('renderReport', () => {
  test('refers to nothing outside itself', () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\((?!#)|<link|<img|<iframe|\ssrc=/i);
    expect(page).not.toMatch(/\s(style|on\w+)="/);
  });

  test('allows by its policy exactly the style and the script that it holds', () => {
    for (const tag of ['style', 'script']) {
      const inline = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      const hash = createHash('sha256').update(inline).digest('base64');
      expect(page).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(page).toContain("default-src 'none'");
  });

  test('opens the drills that did not hold and no other', () => {
    expect(detailsOf('alerts/cano-collector-high-error-rate')).toMatch(/^<details[^>]* open>/);
    expect(detailsOf('alerts/cano-collector-high-latency')).toMatch(/^<details[^>]* open>/);
    expect(detailsOf('alerts/cano-collector-down')).not.toMatch(/^<details[^>]* open>/);
    expect(renderReport(sampleRun([sampleDrill()]))).toMatch(/<details class="drill held"[^>]* open>/);
  });

  test('shows the steps of a scripted drill with what each got and when, and no timeline', () => {
    const drill = sampleDrill();
    const { plan } = drill;
    if (plan === undefined) throw new Error('no plan');
    const within = { gotMs: 740, earliestMs: 670, latestMs: 2_100, dominant: 'group_wait' };
    const scripted = {
      ...drill,
      plan: { ...plan, steps: ['one notification', 'one resolution'] },
      steps: [{ name: 'one notification', expected: '#ops', got: '#ops', within }],
      verdict: {
        outcome: 'errored' as const,
        reasons: [],
        checks: [
          { name: 'one notification', outcome: 'held' as const, message: '' },
          { name: 'one resolution', outcome: 'errored' as const, message: 'the step recorded nothing' },
        ],
      },
    };
    const shown = renderReport(sampleRun([scripted]));
    expect(textOf(shown)).toMatch(
      /one notification #ops #ops after 0\.74 s, expected 0\.67–2\.10 \(group_wait\) ✓ held/,
    );
    expect(textOf(shown)).toMatch(/one resolution the step recorded nothing ! errored/);
    expect(shown).not.toContain('<figcaption>');
  });

  test('closes every element that it opens', () => {
    for (const tag of ['details', 'summary', 'div', 'table', 'svg', 'section', 'dl', 'ul', 'figure', 'span', 'code']) {
      const count = (pattern: string) => page.match(new RegExp(pattern, 'g'))?.length ?? 0;
      expect(count(`<${tag}[\\s>]`), tag).toBe(count(`</${tag}>`));
    }
  });

  test('has each id once, and every link within the page leads somewhere', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  test('tells of a drill its rule, source, speed, what was aged, checks, observers and rewrites', () => {
    const text = textOf(detailsOf('alerts/cano-collector-backup-failed'));
    expect(text).toContain('001_fd7521051bd20d91.txt › Automated Maintenance › Monitoring Alerts, l. 322–329');
    expect(text).toContain('×60 of ×120 requested decided by for 1m is at least 1s');
    expect(text).toContain('the last successful backup is given as 25 h before the run');
    expect(text).toContain('CanoCollectorBackupFailed firing +1.80 +1.00 +3.20 for');
    expect(text).toContain('alerts-series ✓ 2 series');
    expect(text).toContain('alertmanager.yml › route › group_wait 1m → 1s');
  });

  test('marks a notification that has no place in the drill', () => {
    const text = textOf(detailsOf('alerts/cano-collector-high-error-rate'));
    expect(text).toContain('CanoCollectorHighLatency not expected');
    expect(text).not.toContain('CanoCollectorDestinationFailure not expected');
  });

  test('gives what went wrong in the harness with the end of the log', () => {
    const text = detailsOf('alerts/cano-collector-high-latency');
    expect(text).toContain('FAULT_INEFFECTIVE');
    expect(text).toContain('destination &lt;slack&gt; is slow &amp; retried');
  });

  test('escapes whatever comes from outside', () => {
    const nastyPage = renderReport(nastyRun());
    expect(nastyPage.match(/<script/g)).toHaveLength(1);
    expect(nastyPage).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    // eslint-disable-next-line no-control-regex
    expect(nastyPage).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });

  test('says of an empty run that nothing passes by doing nothing', () => {
    expect(renderReport(sampleRun([]))).toContain('nothing passes by doing nothing');
  });
});
