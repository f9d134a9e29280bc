import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { systemClock } from '../../core/index.ts';
import { notingWarden, uniqueRunId } from '../testing/node-program.ts';
import { nothingRuns } from '../testing/run-processes.ts';
import { startExporter, type ExporterOptions } from './exporter.ts';

const program = (status: number): string => `
  const server = require('node:http').createServer((request, response) => {
    response.statusCode = request.url === '/metrics' ? ${status} : 404;
    response.end(process.argv[1] + ' ' + process.env.SUBJECT);
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('{"port":' + server.address().port + '}'));`;

const withOptions = async (text: string, use: (options: ExporterOptions) => Promise<void>): Promise<void> => {
  const runId = uniqueRunId();
  const folder = await mkdtemp(`${tmpdir()}/firedrill-exporter-`);
  const env = { PORT: '${port}', SUBJECT: '${subject.url}' };
  const local = { command: 'node', args: ['-e', text, '${subject.pidFile}'], env, listening: '"port":(\\d+)' };
  await use({
    exporter: { name: 'kubelet', job: 'kubelet', metricsPath: '/metrics', start: { local } },
    values: { 'subject.pidFile': '/run/pid', 'subject.url': 'http://127.0.0.1:9' },
    folder,
    root: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', FIREDRILL_RUN_ID: runId },
    warden: notingWarden(),
    clock: systemClock,
    signal: new AbortController().signal,
  });
  await nothingRuns(runId);
  await rm(folder, { recursive: true });
};

test('starts beside the subject, which it is told of', async () => {
  await withOptions(program(200), async (options) => {
    const { child, job, url } = await startExporter(options);
    expect(job).toBe('kubelet');
    expect(await (await fetch(`${url}/metrics`)).text()).toBe('/run/pid http://127.0.0.1:9');
    await child[Symbol.asyncDispose]();
  });
});

test('is stopped when it ends before it answers', async () => {
  await withOptions('console.log("no metrics"); process.exit(3)', async (options) => {
    await expect(startExporter(options)).rejects.toMatchObject({ code: 'PROCESS_EXITED' });
  });
});
