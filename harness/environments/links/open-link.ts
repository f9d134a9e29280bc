import type { InjectedFault, Link, Toxic } from '../../contract/index.ts';
import { HarnessError, type Clock, type UndoStack } from '../../core/index.ts';
import type { Address } from './address.ts';
import { hellos } from './hellos.ts';
import { probe, type Probed } from './probe.ts';
import { openTap, type Flow, type Tap } from './tap.ts';
import { planToxic, type ToxicPlan } from './toxic-kinds.ts';
import type { Toxiproxy, ToxicWay } from './toxiproxy.ts';

export type LinkOptions = {
  readonly replica: number;
  readonly to: string;
  /** Where toxiproxy reaches the target, and what that speaks. */
  readonly target: Address;
  readonly speaks: keyof typeof hellos;
  readonly toxiproxy: Toxiproxy;
  /** Where the link listens. */
  readonly listen: string;
  readonly clock: Clock;
};

export type OpenedLink = Link & { readonly port: number };

/** Opens a way of one replica to one address: a tap, then toxiproxy. Registers its end with `undo`. */
export const openLink = async (options: LinkOptions, undo: UndoStack): Promise<OpenedLink> => {
  const { replica, to, target, toxiproxy, listen } = options;
  const way = await toxiproxy.open(`${replica}-${to}`, target);
  const tap = undo.use(`close the link of replica ${replica} to ${to}`, await openTap(way.at, listen));
  let count = 0;
  return {
    replica,
    to,
    port: tap.port,
    disturb: async (toxic) => await disturb(toxic, `t${(count += 1)}`, { ...options, way, tap }),
  };
};

type Parts = LinkOptions & { readonly way: ToxicWay; readonly tap: Tap };

const disturb = async (toxic: Toxic, name: string, parts: Parts): Promise<InjectedFault> => {
  const { clock, tap } = parts;
  const plan = planToxic(toxic);
  await answersBefore(parts);
  const before = tap.flow();
  const from = clock.now();
  let cut = 0;
  try {
    cut = await apply(plan, name, parts);
    const proof = await prove(toxic, plan, parts);
    return {
      from,
      proof,
      [Symbol.asyncDispose]: once(async () => {
        const since = tap.flow();
        await lift(plan, name, parts);
        if (!hasDisturbed(toxic, { before, since, cut })) throw ineffective(toxic, parts);
      }),
    };
  } catch (error) {
    await lift(plan, name, parts);
    throw error;
  }
};

const apply = async ({ requests }: ToxicPlan, name: string, { way, tap }: Parts): Promise<number> => {
  for (const [index, request] of requests.entries()) await way.add(`${name}-${index}`, request);
  if (requests.length > 0) return 0;
  await way.enable(false);
  return await tap.shut();
};

const lift = async ({ requests }: ToxicPlan, name: string, { way, tap }: Parts): Promise<void> => {
  for (const index of requests.keys()) await way.remove(`${name}-${index}`);
  if (requests.length > 0) return;
  await way.enable(true);
  await tap.reopen();
};

type Seen = { readonly before: Flow; readonly since: Flow; readonly cut: number };

/** Nobody can count what is refused: there it must have cut a connection, or have been used before. */
const hasDisturbed = ({ kind }: Toxic, { before, since, cut }: Seen): boolean =>
  kind === 'down' ? cut > 0 || before.bytes > 0 : since.bytes > before.bytes || since.connections > before.connections;

const answersBefore = async ({ way, target, speaks, to, clock }: Parts): Promise<void> => {
  const { answeredMs } = await probe(way.at, hellos[speaks], {
    timeoutMs: 5_000,
    clock,
    isEnough: (seen) => seen.answeredMs !== undefined,
  });
  if (answeredMs !== undefined) return;
  const where = `${target.host}:${target.port}`;
  throw new HarnessError('OBSERVER_UNREACHABLE', { what: `${to} does not answer before it is disturbed`, where });
};

const prove = async (toxic: Toxic, plan: ToxicPlan, parts: Parts): Promise<string> => {
  const { way, tap, listen, speaks, to, clock } = parts;
  const { sayBytes, watchMs, seenIn } = plan;
  const at = toxic.kind === 'down' ? { host: listen, port: tap.port } : way.at;
  const isEnough = (sofar: Probed): boolean => seenIn(sofar) !== undefined;
  const probed = await probe(at, padded(hellos[speaks], sayBytes), { timeoutMs: watchMs, clock, isEnough });
  const seen = seenIn(probed);
  if (seen !== undefined) return `a connection to ${to} ${seen}`;
  throw new HarnessError('FAULT_INEFFECTIVE', { what: `${toxic.kind} on the link to ${to}`, got: inWords(probed) });
};

const padded = (hello: Buffer, bytes = hello.length): Buffer =>
  Buffer.concat([hello, Buffer.alloc(Math.max(0, bytes - hello.length))]);

const inWords = (probed: Probed): string => `a connection of which was seen ${JSON.stringify(probed)}`;

const ineffective = ({ kind }: Toxic, { replica, to }: Parts): HarnessError =>
  new HarnessError('FAULT_INEFFECTIVE', {
    what: `${kind} on the link of replica ${replica} to ${to} disturbed nobody`,
    expected: 'a connection or a byte that came this way meanwhile',
    got: 'none',
    next: `see whether replica ${replica} reaches ${to} by the address that it was given, and had something to send`,
  });

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return async () => await (done ??= work());
};
