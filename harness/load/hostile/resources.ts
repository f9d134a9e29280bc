import { poll } from '../../core/index.ts';
import type { StepFact } from '../../contract/index.ts';
import type { HostileContext } from './hostile-context.ts';
import { watchHealth } from './health-watch.ts';
import { openFiles, residentMb } from './vitals.ts';

/** What the hostile input cost the collector. */
export interface Resources extends AsyncDisposable {
  /** Notes the memory once enough inputs were sent for it to have changed. */
  onSent(sent: number): Promise<void>;
  /** The facts, once the collector is idle. */
  facts(): Promise<readonly StepFact[]>;
}

const [memory, most, files, health] = [
  'memory is flat',
  'memory is bounded',
  'files are closed',
  'health answers',
] as const;

/** The names of the facts. */
export const resourceSteps: readonly string[] = [memory, most, files, health];

// With its heap limited, the reference grew by 23 MB from 4,000 to 20,000 inputs and never held more than 181 MB; to
// keep the bodies of 8,000 inputs, of 8 kB in the mean, would take 64 MB.
const [plateauAfter, growthMb, mostMb] = [2_000, 48, 320];
const fewFiles = 8;
const idleMs = 30_000;

/** Notes what the collector holds before the first input, and watches its health until it is disposed. */
export const startResources = async (context: HostileContext): Promise<Resources> => {
  const { clock, signal, inputs } = context;
  const filesBefore = (await openFiles(context)) ?? 0;
  const before = await residentMb(context);
  const watch = watchHealth(context);
  const plateauUntil = Math.min(plateauAfter, inputs / 2);
  const every = Math.min(100, inputs / 10);
  let next = every;
  let plateau: number | undefined;
  let peak = 0;
  return {
    async onSent(sent) {
      if (sent < next) return;
      const now = (await residentMb(context)) ?? 0;
      peak = Math.max(peak, now);
      if (next <= plateauUntil) plateau = Math.max(plateau ?? 0, now);
      next = sent + every;
    },
    async facts() {
      await watch[Symbol.asyncDispose]();
      const waiting = { what: 'files are closed', everyMs: 250, timeoutMs: idleMs, clock, signal };
      const fewEnough = (count: number | undefined): boolean => count !== undefined && count <= filesBefore + fewFiles;
      const open = async (): Promise<number | undefined> => await openFiles(context);
      await poll(open, { ...waiting, until: fewEnough }).catch(() => signal.throwIfAborted());
      const [held, left] = [await residentMb(context), await open()];
      const leftOpen = `${left ?? 'gone,'} after ${filesBefore}`;
      return [
        ...memoryFacts({ before, plateau, peak: Math.max(peak, held ?? 0), held }),
        judge(files, `at most ${fewFiles} more than before`, fewEnough(left), leftOpen),
        watch.fact(health),
      ];
    },
    [Symbol.asyncDispose]: async () => await watch[Symbol.asyncDispose](),
  };
};

type Memory = Readonly<Record<'before' | 'plateau' | 'held', number | undefined>> & { readonly peak: number };

const memoryFacts = ({ before, plateau, peak, held }: Memory): StepFact[] => {
  const isFlat = held !== undefined && plateau !== undefined && held <= plateau + growthMb;
  const detail = `${say(before)} MB before, ${say(plateau)} at the plateau, ${say(peak)} at most, ${say(held)} after`;
  return [
    judge(memory, `at most ${growthMb} MB over its plateau`, isFlat, detail),
    judge(most, `at most ${mostMb} MB`, held !== undefined && peak <= mostMb, detail),
  ];
};

const say = (value: number | undefined): string => value?.toFixed(0) ?? 'unknown';

const judge = (name: string, expected: string, holds: boolean, detail: string): StepFact => ({
  name,
  expected,
  got: holds ? expected : detail,
  detail,
});
