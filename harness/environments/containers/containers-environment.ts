import { createHash } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Capability, Environment, System } from '../../contract/index.ts';
import { undoneOnFailure, type Clock } from '../../core/index.ts';
import { containerUser } from '../container-user.ts';
import { haveImage } from '../images/have-image.ts';
import { imageName, publicImageOf, type ImageSettings, type PublicImage } from '../images/image-settings.ts';
import { openEngine, type Engine } from '../images/open-engine.ts';
import { systemImages } from '../images/system-images.ts';
import { inheritedEnv } from '../local/local-environment.ts';
import { startWarden } from '../local/warden.ts';
import { startContainerDelivery } from './container-delivery.ts';
import { startContainerMonitoring } from './container-monitoring.ts';
import { startContainerStack } from './container-stack.ts';
import { openNetwork } from './open-network.ts';
import { removeRun } from './remove-labelled.ts';
import { removeLeftovers } from './remove-leftovers.ts';

export type ContainersEnvironmentOptions = {
  readonly runId: string;
  /** The project's folder. */
  readonly root: string;
  /** Every system of the run's drills: their images are built first. */
  readonly systems: readonly System[];
  readonly images: ImageSettings;
  /** Paths of programs of the machine by their names, for steps that prepare what a system needs. */
  readonly programs: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Is told what was found of earlier runs. */
  readonly onNote?: ((text: string) => void) | undefined;
};

const capabilities: readonly Capability[] = [
  ...(['signals', 'process-ids', 'restart', 'disconnect', 'files', 'targets', 'sinks'] as const),
  ...(['monitors', 'replicas', 'database'] as const),
];
/** What drills of deliveries have beside the replicas, as containers; the address of one is reached on Linux alone. */
const beside: readonly Capability[] = [
  ...(['tool:k6', 'tool:alertmanager'] as const),
  ...(process.platform === 'linux' ? (['tool:toxiproxy-server'] as const) : []),
];
const lacking: readonly (readonly [Capability, string])[] = [
  ['tool:toxiproxy-server', 'the addresses of containers are not the machine’s here; run with --env local'],
  ['kubernetes-api', 'containers have no Kubernetes API; run with --env kind or --env local'],
  ['small-file-system', 'a container has no small disk of its own here; run with --env local'],
  ['cluster', 'containers are no cluster; run with --env kind'],
];

/**
 * Containers on a network of the run. Throws `ENGINE_MISSING` where no engine answers and `IMAGE_MISSING` where an image
 * cannot be had. All that it makes carries the run's id as a label and is removed with it; what a crashed run has left is
 * removed first.
 */
export const startContainersEnvironment = async (options: ContainersEnvironmentOptions): Promise<Environment> =>
  await undoneOnFailure(options.clock, async (undo) => {
    const { runId, clock, images, onNote } = options;
    const engine = await openEngine();
    const removed = await removeLeftovers(engine);
    if (removed > 0) onNote?.(`removed ${removed} containers and networks that an earlier run had left`);
    const publicImage = async (image: string): Promise<string> => await have(engine, publicImageOf(image), images);
    const imageOf = await systemImages(engine, options);
    const [prometheus, alertmanager] = [await publicImage('prometheus'), await publicImage('alertmanager')];
    const monitorImages = { prometheus, alertmanager };
    const workDir = await mkdtemp(join(tmpdir(), `firedrill-${runId}-`));
    const ending = fileURLToPath(new URL('end-run.ts', import.meta.url));
    const warden = undo.use('stop the warden', startWarden(runId, workDir, ending), 60_000);
    undo.defer('remove what is left of the run', async () => await removeRun(engine, runId, clock), 60_000);
    const network = await openNetwork(engine, runId);
    const { uid, gid } = containerUser();
    const run = { engine, runId, networkId: network.id, machine: network.machine, user: `${uid}:${gid}`, clock };
    const around = { root: options.root, programs: options.programs, env: inheritedEnv(runId), warden, publicImage };
    const placeOf = (drill: string, signal: AbortSignal) => {
      const folder = join(workDir, drill.replaceAll('/', '__'));
      return { folder, run, prefix: prefixOf(drill), monitorImages, signal, ...around };
    };
    return {
      name: 'containers',
      capabilities: new Set([...capabilities, ...beside, ...toolsOf(options)]),
      lacking: new Map(lacking),
      made: madeOf(images),
      start: async (spec, signal) =>
        await startContainerStack({ ...placeOf(spec.drill, signal), spec, image: imageOf(spec.system) }),
      startMonitoring: async (spec, signal) => await startContainerMonitoring(spec, placeOf(spec.drill, signal)),
      async startDelivery(spec, signal) {
        const place = placeOf(spec.drill, signal);
        await mkdir(place.folder, { recursive: true });
        return await startContainerDelivery({ ...place, spec, image: imageOf(spec.subject) });
      },
      [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
    };
  });

const madeOf = (images: ImageSettings): Record<string, string> => {
  const told = ['prometheus', 'alertmanager', 'k6'] as const;
  return Object.fromEntries(told.map((name) => [`${name} image`, imageName(name, images)]));
};

/** Two drills never have the same one, and a name on a network may not be long. */
const prefixOf = (drill: string): string => `d${createHash('sha256').update(drill).digest('hex').slice(0, 10)}`;

const have = async (engine: Engine, image: PublicImage, images: ImageSettings): Promise<string> => {
  const name = imageName(image, images);
  await haveImage(engine, name, images);
  return name;
};

/** Programs of the machine, and what a system needs that is a container here. */
const toolsOf = ({ programs, systems }: ContainersEnvironmentOptions): Capability[] => {
  const all = systems.flatMap(({ dependencies = [] }) => dependencies);
  const pulled = all.filter(({ container }) => container !== undefined).flatMap(({ tool }) => tool ?? []);
  const unreached = all.filter(({ start }) => start.local.listening !== undefined).map(({ tool }) => tool);
  const onMachine = Object.keys(programs).filter((name) => !unreached.includes(name));
  return [...onMachine, ...pulled].map((name) => `tool:${name}` as const);
};
