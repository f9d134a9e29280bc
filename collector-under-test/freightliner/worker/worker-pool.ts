import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Transfer, TransferResult, WorkerMessage } from './messages.ts';

/** How a transfer ended, also when its worker did. */
export type PoolResult = TransferResult | { outcome: 'failure'; type: 'panic' | 'cancelled'; message: string };

/** One transfer to do. */
export interface Task {
  transfer: Transfer;
  /** Told that an upload goes on at a location. */
  onUpload: (digest: string, location: string) => void;
}

/** Threads that transfer, a queue before them, and a supervisor that replaces those that end. */
export interface WorkerPool extends AsyncDisposable {
  /** `replaced` counts the threads that ended by themselves, `heldBytes` the bytes of blobs that are in memory. */
  counts(): { size: number; active: number; queued: number; replaced: number; heldBytes: number };
  run(task: Task): Promise<PoolResult>;
  /** Ends everything that is queued or under way; gives how many that were. */
  cancelAll(): Promise<number>;
}

interface Entry extends Task {
  settle: (result: PoolResult) => void;
}
interface Member {
  thread: Worker;
  entry: Entry | undefined;
  heldBytes: number;
}

const cancelled: PoolResult = { outcome: 'failure', type: 'cancelled', message: 'cancelled' };

/** How a pool works. */
export interface PoolOptions {
  size: number;
  /** How many transfers begin a second at the most, as registries limit it; 0 is unlimited. */
  startsPerSecond: number;
  clock: Clock;
  /** Told of every thread that ended by itself. */
  onPanic: (message: string) => void;
}

/** Starts a pool. */
export function createWorkerPool(options: PoolOptions): WorkerPool {
  return new ThreadPool(options);
}

class ThreadPool implements WorkerPool {
  readonly #options: PoolOptions;
  readonly #queue: Entry[] = [];
  readonly #members = new Set<Member>();
  #isClosed = false;
  #replaced = 0;
  #nextStartAt = 0;
  #isWaiting = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    for (let index = 0; index < options.size; index += 1) this.#start();
  }

  counts(): ReturnType<WorkerPool['counts']> {
    const working = busy(this.#members);
    const heldBytes = working.reduce((sum, member) => sum + member.heldBytes, 0);
    const { size } = this.#options;
    return { size, active: working.length, queued: this.#queue.length, replaced: this.#replaced, heldBytes };
  }

  async run(task: Task): Promise<PoolResult> {
    return await new Promise((settle) => {
      this.#queue.push({ ...task, settle });
      this.#dispatch();
    });
  }

  async cancelAll(): Promise<number> {
    const waiting = this.#queue.splice(0);
    const ending = busy(this.#members);
    waiting.forEach(({ settle }) => settle(cancelled));
    await Promise.all(ending.map((member) => this.#end(member)));
    return waiting.length + ending.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#queue.length = 0;
    await Promise.all([...this.#members].map(({ thread }) => thread.terminate()));
  }

  #start(): void {
    const thread = new Worker(new URL('worker-main.ts', import.meta.url));
    const member: Member = { thread, entry: undefined, heldBytes: 0 };
    this.#members.add(member);
    member.thread.on('message', (message: WorkerMessage) => {
      if (message.kind === 'upload') member.entry?.onUpload(message.digest, message.location);
      else if (message.kind === 'held') member.heldBytes = message.bytes;
      else this.#finish(member, message.result);
    });
    member.thread.on('error', (error) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#replaced += 1;
      this.#options.onPanic(message);
      this.#replace(member, { outcome: 'failure', type: 'panic', message });
    });
  }

  #dispatch(): void {
    for (const member of this.#members) {
      if (member.entry !== undefined || this.#queue.length === 0) continue;
      if (this.#mustWait()) return;
      const entry = this.#queue.shift();
      member.entry = entry;
      member.thread.postMessage(entry?.transfer);
    }
  }

  /** Whether the next transfer may not begin yet; it is dispatched when it may. */
  #mustWait(): boolean {
    const { clock, startsPerSecond } = this.#options;
    if (startsPerSecond === 0) return false;
    const waitMs = this.#nextStartAt - clock.monotonic();
    if (waitMs <= 0) {
      this.#nextStartAt = clock.monotonic() + 1_000 / startsPerSecond;
      return false;
    }
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      void clock.sleep(waitMs).then(() => {
        this.#isWaiting = false;
        this.#dispatch();
      });
    }
    return true;
  }

  #finish(member: Member, result: PoolResult): void {
    const { entry } = member;
    member.entry = undefined;
    member.heldBytes = 0;
    entry?.settle(result);
    this.#dispatch();
  }

  #replace(member: Member, result: PoolResult): void {
    this.#members.delete(member);
    if (!this.#isClosed) this.#start();
    this.#finish(member, result);
  }

  /** Its memory is free before another thread takes some. */
  async #end(member: Member): Promise<void> {
    this.#members.delete(member);
    member.thread.removeAllListeners();
    await member.thread.terminate();
    this.#replace(member, cancelled);
  }
}

function busy(members: Iterable<Member>): Member[] {
  return [...members].filter(({ entry }) => entry !== undefined);
}
