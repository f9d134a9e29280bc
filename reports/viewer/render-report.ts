import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RunRecord } from '../../harness/contract/index.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { runOutcome } from '../facts/run-facts.ts';
import { dashboardsSection } from './dashboards-section.ts';
import { drillsSection } from './drills-section.ts';
import { markup, Html } from './markup.ts';
import { findingsSection, impossibleSection } from './other-sections.ts';
import { pageHeader } from './page-header.ts';
import { readingSection } from './reading-section.ts';
import { rehearsalsSection } from './rehearsals-section.ts';
import { timelinePatterns } from './timeline/patterns.ts';

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const style = asset('./page.css');
const script = asset('./page.js');
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Writes a run as one page that needs no network and no script to be read. */
export const renderReport = (run: RunRecord): string => {
  const { symbol, word } = outcomeFaces[runOutcome(run)];
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${symbol} ${word} · Firedrill ${run.runId}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#drills">Skip to the drills</a>
${timelinePatterns}
${pageHeader(run)}
<main>
${drillsSection(run)}
${dashboardsSection(run)}
${rehearsalsSection(run)}
${findingsSection(run)}
${impossibleSection(run)}
${readingSection}
</main>
<script>${new Html(script)}</script>
</body>
</html>
`.toString();
};
