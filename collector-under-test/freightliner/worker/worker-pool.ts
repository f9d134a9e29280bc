import { Worker } from 'node:worker_threads';
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
  /** `replaced` counts the threads that ended by themselves. */
  counts(): { size: number; active: number; queued: number; replaced: number };
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
}

const cancelled: PoolResult = { outcome: 'failure', type: 'cancelled', message: 'cancelled' };

/** Starts a pool; `onPanic` is told of every thread that ended by itself. */
export function createWorkerPool(size: number, onPanic: (message: string) => void): WorkerPool {
  return new ThreadPool(size, onPanic);
}

class ThreadPool implements WorkerPool {
  readonly #size: number;
  readonly #onPanic: (message: string) => void;
  readonly #queue: Entry[] = [];
  readonly #members = new Set<Member>();
  #isClosed = false;
  #replaced = 0;

  constructor(size: number, onPanic: (message: string) => void) {
    this.#size = size;
    this.#onPanic = onPanic;
    for (let index = 0; index < size; index += 1) this.#start();
  }

  counts(): ReturnType<WorkerPool['counts']> {
    const active = busy(this.#members).length;
    return { size: this.#size, active, queued: this.#queue.length, replaced: this.#replaced };
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
    const member: Member = { thread: new Worker(new URL('worker-main.ts', import.meta.url)), entry: undefined };
    this.#members.add(member);
    member.thread.on('message', (message: WorkerMessage) => {
      if (message.kind === 'upload') member.entry?.onUpload(message.digest, message.location);
      else this.#finish(member, message.result);
    });
    member.thread.on('error', (error) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#replaced += 1;
      this.#onPanic(message);
      this.#replace(member, { outcome: 'failure', type: 'panic', message });
    });
  }

  #dispatch(): void {
    for (const member of this.#members) {
      if (member.entry !== undefined) continue;
      const entry = this.#queue.shift();
      if (entry === undefined) return;
      member.entry = entry;
      member.thread.postMessage(entry.transfer);
    }
  }

  #finish(member: Member, result: PoolResult): void {
    const { entry } = member;
    member.entry = undefined;
    entry?.settle(result);
    this.#dispatch();
  }

  #replace(member: Member, result: PoolResult): void {
    this.#members.delete(member);
    if (!this.#isClosed) this.#start();
    this.#finish(member, result);
  }

  async #end(member: Member): Promise<void> {
    member.thread.removeAllListeners('error');
    this.#replace(member, cancelled);
    await member.thread.terminate();
  }
}

function busy(members: Iterable<Member>): Member[] {
  return [...members].filter(({ entry }) => entry !== undefined);
}
