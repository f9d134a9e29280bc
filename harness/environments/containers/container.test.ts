import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { systemClock, UndoStack } from '../../core/index.ts';
import { containerRun } from '../testing/container-run.ts';
import { noEngine } from '../testing/no-engine.ts';
import { createContainer } from './create-container.ts';
import { hostLabel, processLabel, runLabel } from '../owner-labels.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { removeRun } from './remove-labelled.ts';

const serving = `require('node:http').createServer((_, answer) => answer.end('here'))
  .listen(8080, () => console.log('listening'));
  require('node:fs').appendFile('/etc/mark', 'x', (error) => console.log(error?.code ?? 'written'));`;

const startRun = async (undo: UndoStack) => {
  const { run, image } = await containerRun(undo, '1000:1000', 'node');
  const spec = { name: 'server', image, command: ['node', '-e', serving], env: {}, folders: {}, workingFolder: '/' };
  const container = await createContainer(run, { ...spec, host: 'server', port: 8080 });
  return { engine: run.engine, image, runId: run.runId, container };
};

describe.skipIf(noEngine !== undefined)(
  `a container (${noEngine ?? 'an engine answers'})`,
  { timeout: 120_000 },
  () => {
    test('is killed, started again at its port, paused, and writes nowhere', async () => {
      await using undo = new UndoStack(systemClock);
      const { container } = await startRun(undo);
      const answer = async (): Promise<string> =>
        await (await fetch(container.url, { signal: AbortSignal.timeout(20_000) })).text();
      await (await container.start()).waitFor(/listening/, 'starting', 60_000);
      expect(await answer()).toBe('here');
      await container.kill();
      expect(await container.state()).toBe('exited');
      await expect(answer()).rejects.toThrow();
      await (await container.start()).waitFor(/EROFS|EACCES/, 'writing', 60_000);
      expect(await answer()).toBe('here');
      await container.pause();
      expect(await container.state()).toBe('stopped');
      await container.unpause();
      expect(await container.state()).toBe('running');
    });

    test('that a process which is gone has left is removed, and nobody else’s', async () => {
      await using undo = new UndoStack(systemClock);
      const { engine, image, runId, container } = await startRun(undo);
      const labelled = async (host: string, pid: string): Promise<string> => {
        const labels = { [runLabel]: runId, [hostLabel]: host, [processLabel]: pid };
        return (await engine.createContainer({ Image: image, Cmd: ['true'], Labels: labels })).id;
      };
      // No process has an id beyond what Linux gives.
      const [left, elsewhere] = [await labelled(hostname(), '99999999'), await labelled('another.example', '99999999')];
      expect(await removeLeftovers(engine)).toBeGreaterThan(0);
      const filters = { label: [`${runLabel}=${runId}`] };
      const ids = (await engine.listContainers({ all: true, filters })).map(({ Id }) => Id);
      expect(ids).toContain(elsewhere);
      expect(ids).toContain(container.id);
      expect(ids).not.toContain(left);
      await removeRun(engine, runId, systemClock);
      expect(await engine.listContainers({ all: true, filters })).toEqual([]);
      expect(await engine.listNetworks({ filters })).toEqual([]);
    });
  },
);
