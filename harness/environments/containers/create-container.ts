import { HarnessError, type Clock } from '../../core/index.ts';
import { engineStatus } from '../images/engine-status.ts';
import type { Engine } from '../images/open-engine.ts';
import type { ListeningPlace } from '../listening-place.ts';
import { freePort } from '../local/free-port.ts';
import { Container } from './container.ts';
import { labelsOf } from '../owner-labels.ts';

/** What every container of a run is created with. */
export type ContainerRun = {
  readonly engine: Engine;
  readonly runId: string;
  readonly networkId: string;
  /** Where containers reach the machine. */
  readonly machine: ListeningPlace;
  /** As whom containers run, as `uid:gid`. */
  readonly user: string;
  readonly clock: Clock;
};

export type ContainerSpec = {
  /** In words, for messages. */
  readonly name: string;
  /** Its name on the network, which no other container of the run has. */
  readonly host: string;
  readonly image: string;
  /** In place of the image's own, where it is given. */
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Folders of the host by where the container finds them, `:ro` after those that it may not write to. */
  readonly folders: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  /** Where it listens, where it does; published on loopback, and where containers reach the machine. */
  readonly port?: number;
  /** The port of the host; one that is free unless told. */
  readonly hostPort?: number;
  /** In MB of 10^6 bytes, held by the engine. */
  readonly memoryLimitMb?: number | undefined;
  /** Whether it sees the processes of the host, as an agent on a node does. */
  readonly seesHost?: boolean;
  /** What is the container's own and goes with it, though it outlives a restart. */
  readonly ownFolders?: readonly string[];
  /** For an image that begins as root and then gives its privileges up by itself. */
  readonly beginsAsRoot?: boolean;
  /** As whom it runs, as `uid:gid`, in place of the run's user. */
  readonly user?: string;
  readonly keepLines?: number;
};

/** Creates a container that is not started yet, its root file system read-only and without any privilege of root's. */
export const createContainer = async (run: ContainerRun, spec: ContainerSpec): Promise<Container> => {
  const { engine, clock, machine } = run;
  const port = spec.hostPort ?? (spec.port === undefined ? 0 : await freePort(machine.listen));
  const handle = await engine.createContainer(optionsOf(run, spec, port)).catch((cause: unknown) => {
    if (engineStatus(cause) !== 404) throw cause;
    throw new HarnessError('IMAGE_MISSING', { what: 'the image is gone', where: spec.image, cause });
  });
  const { name, keepLines } = spec;
  return new Container(engine, handle, { name, inside: `${machine.reached}:${port}`, port, clock, keepLines });
};

const optionsOf = ({ runId, networkId, machine, ...run }: ContainerRun, spec: ContainerSpec, port: number) => {
  const { host, image, entrypoint, command, env, workingFolder, ownFolders = [], user = run.user } = spec;
  return {
    name: `firedrill-${runId}-${host}`,
    Image: image,
    ...(entrypoint === undefined ? {} : { Entrypoint: [...entrypoint] }),
    Cmd: [...command],
    Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    User: spec.beginsAsRoot === true ? '0:0' : user,
    WorkingDir: workingFolder,
    Labels: labelsOf(runId),
    Volumes: Object.fromEntries(ownFolders.map((path) => [path, {}])),
    ...(spec.port === undefined ? {} : { ExposedPorts: { [`${spec.port}/tcp`]: {} } }),
    // The harness asks by itself, and more often; what a check costs would be counted as the subject's.
    Healthcheck: { Test: ['NONE'] },
    HostConfig: hostConfigOf(spec, machine, port),
    NetworkingConfig: { EndpointsConfig: { [networkId]: { Aliases: [host] } } },
  };
};

const hostConfigOf = (spec: ContainerSpec, { listen }: ListeningPlace, port: number) => {
  const { folders, memoryLimitMb, seesHost = false, beginsAsRoot = false } = spec;
  const at = (HostIp: string) => ({ HostIp, HostPort: String(port) });
  const bytes = memoryLimitMb === undefined ? undefined : memoryLimitMb * 1e6;
  return {
    Binds: Object.entries(folders).map(([inside, outside]) => `${outside}:${inside}`),
    ...(spec.port === undefined
      ? {}
      : { PortBindings: { [`${spec.port}/tcp`]: [...new Set(['127.0.0.1', listen])].map(at) } }),
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    ...(beginsAsRoot ? { CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] } : {}),
    SecurityOpt: ['no-new-privileges'],
    // No container has to ask anybody outside for a name, nor wait long for one that is gone.
    Dns: ['127.0.0.1'],
    DnsOptions: ['timeout:1', 'attempts:1'],
    ...(process.platform === 'linux' ? {} : { ExtraHosts: ['host.docker.internal:host-gateway'] }),
    ...(bytes === undefined ? {} : { Memory: bytes, MemorySwap: bytes }),
    ...(seesHost ? { PidMode: 'host' } : {}),
  };
};
