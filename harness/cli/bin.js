#!/usr/bin/env node
// Plain JavaScript, so that a Node that cannot read TypeScript says so in a sentence.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [major = 0] = process.versions.node.split('.').map(Number);
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const bundled = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

if (major >= 24) {
  await import('./main.ts');
} else if (existsSync(bundled)) {
  const { status } = spawnSync(bundled, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 130;
} else {
  console.error(
    `USAGE: this is Node ${process.versions.node}; expected 24 or newer; → run \`npm ci\`, which brings one, and use npx`,
  );
  process.exitCode = 2;
}
