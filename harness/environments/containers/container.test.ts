import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { systemClock, UndoStack } from '../../core/index.ts';
import { haveImage } from '../images/have-image.ts';
import { imageName } from '../images/image-settings.ts';
import { openEngine } from '../images/open-engine.ts';
import { readImageSettings } from '../images/read-image-settings.ts';
import { noEngine } from '../testing/no-engine.ts';
import { uniqueRunId } from '../testing/node-program.ts';
import { createContainer } from './create-container.ts';
import { hostLabel, processLabel, runLabel } from '../owner-labels.ts';
import { openNetwork } from './open-network.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { removeRun } from './remove-labelled.ts';

const settings = readImageSettings(process.env);
const serving = `require('node:http').createServer((_, answer) => answer.end('here'))
  .listen(8080, () => console.log('listening'));
  require('node:fs').appendFile('/etc/mark', 'x', (error) => console.log(error?.code ?? 'written'));`;

const startRun = async (undo: UndoStack) => {
  const engine = await openEngine();
  const image = imageName('node', settings);
  await haveImage(engine, image, settings);
  const runId = uniqueRunId();
  undo.defer('remove the run', async () => await removeRun(engine, runId, systemClock), 60_000);
  const network = await openNetwork(engine, runId);
  const run = { engine, runId, networkId: network.id, machine: network.machine, user: '1000:1000', clock: systemClock };
  const spec = { name: 'server', image, command: ['node', '-e', serving], env: {}, folders: {}, workingFolder: '/' };
  return { engine, image, runId, container: await createContainer(run, { ...spec, host: 'server', port: 8080 }) };
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
