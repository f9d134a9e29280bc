import type { FaultContext, Stack, Subject, SubjectState } from '../../contract/index.ts';
import { instantClock } from '../../core/testing/fake-clock.ts';
import { stackOf } from '../../observers/testing/watched.ts';

/** A subject in memory that logs what is done to it, or takes no notice of it. */
export class FakeSubject implements Subject {
  readonly name = 'shop';
  readonly url: string;
  readonly workDir: string;
  readonly log: string[];
  readonly #heeds: boolean;
  #state: SubjectState = 'running';

  constructor(part: { url?: string; workDir?: string; log?: string[]; heeds?: boolean } = {}) {
    this.url = part.url ?? 'http://127.0.0.1:9';
    this.workDir = part.workDir ?? '/nowhere';
    this.log = part.log ?? [];
    this.#heeds = part.heeds ?? true;
  }

  readonly state = async (): Promise<SubjectState> => await Promise.resolve(this.#state);
  readonly kill = async (): Promise<void> => await this.#become('killed', 'exited');
  readonly freeze = async (): Promise<void> => await this.#become('frozen', 'stopped');
  readonly thaw = async (): Promise<void> => await this.#become('thawed', 'running');
  readonly restart = async (): Promise<void> => await this.#become('restarted', 'running');
  readonly logTail = (): string => '';

  async #become(what: string, state: SubjectState): Promise<void> {
    this.log.push(what);
    if (this.#heeds) this.#state = state;
    await Promise.resolve();
  }
}

/** What a fault is injected with: a stack of no more than the given parts, and a clock whose sleeps end at once. */
export const contextOf = (parts: Partial<Stack>, change: Partial<FaultContext> = {}): FaultContext => ({
  stack: stackOf(parts),
  clock: instantClock(),
  signal: new AbortController().signal,
  ingestPath: '/alerts',
  ...change,
});
