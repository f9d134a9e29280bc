import { createLogUpdate } from 'log-update';
import { formatDrillLine } from '../../reports/index.ts';
import type { Phase, RunEvent } from '../contract/index.ts';
import { judgeOne } from '../compose/index.ts';
import { hasColour, isDumb, type Surroundings } from './surroundings.ts';
import { toolLine } from './tool-line.ts';
import type { ToolProgress } from '../toolchain/index.ts';

type Live = { phase: Phase | 'waits'; since: number; untilAtMost: number };

/** Shows what runs, since when and until when at most: live in a terminal, one plain line for each end elsewhere. */
export class Progress implements Disposable {
  readonly #surroundings: Surroundings;
  readonly #events: RunEvent[] = [];
  readonly #live = new Map<string, Live>();
  readonly #update: ReturnType<typeof createLogUpdate> | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #toolLine = '';

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    if (!surroundings.stderr.isTTY || isDumb(surroundings.env)) return;
    this.#update = createLogUpdate(surroundings.stderr as NodeJS.WriteStream);
    // eslint-disable-next-line no-restricted-syntax -- a picture that moves, which nothing waits for
    this.#timer = setInterval(() => this.#draw(), 250).unref();
  }

  /** Takes an event of the run. */
  event(event: RunEvent): void {
    this.#events.push(event);
    const { clock } = this.#surroundings;
    if (event.type === 'drill-planned') {
      this.#live.set(event.drill, { phase: 'waits', since: clock.now(), untilAtMost: event.plan.timeoutMs });
    }
    if (event.type === 'drill-started') this.#begin(event.drill);
    if (event.type === 'phase') this.#phase(event.drill, event.phase);
    if (event.type === 'drill-ended' || event.type === 'drill-skipped') this.#end(event.drill);
  }

  /** Takes a step of the search for a tool. */
  tool(event: ToolProgress): void {
    const line = toolLine(event, this.#surroundings.clock.now());
    if (line === undefined || line === this.#toolLine) return;
    this.#toolLine = line;
    this.say(line);
  }

  /** Writes a line that stays. */
  say(line: string): void {
    this.#update?.clear();
    this.#surroundings.stderr.write(`${line}\n`);
    this.#draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#update?.clear();
    this.#update?.done();
  }

  #begin(drill: string): void {
    const live = this.#live.get(drill);
    if (live === undefined) return;
    const now = this.#surroundings.clock.now();
    this.#live.set(drill, { ...live, phase: 'start', since: now, untilAtMost: now + live.untilAtMost });
    if (this.#update === undefined)
      this.say(`begins        ${drill}, at most ${Math.round(live.untilAtMost / 1000)} s`);
  }

  #phase(drill: string, phase: Phase): void {
    const live = this.#live.get(drill);
    if (live !== undefined) live.phase = phase;
  }

  #end(drill: string): void {
    this.#live.delete(drill);
    const { stderr } = this.#surroundings;
    const judged = judgeOne(this.#events, drill);
    if (judged !== undefined)
      this.say(formatDrillLine(judged, { color: hasColour(this.#surroundings, stderr), width: stderr.columns || 120 }));
  }

  #draw(): void {
    if (this.#update === undefined) return;
    const now = this.#surroundings.clock.now();
    const running = [...this.#live].filter(([, { phase }]) => phase !== 'waits');
    const lines = running.map(([drill, { phase, since, untilAtMost }]) => {
      const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`.padStart(6);
      return `${phase.padEnd(9)} ${drill.padEnd(52)} ${seconds(now - since)}, at most ${seconds(untilAtMost - now)} more`;
    });
    const waiting = this.#live.size - running.length;
    const rows = Math.max(3, (this.#surroundings.stderr.rows || 24) - 3);
    const hidden = lines.length > rows ? [`… and ${lines.length - rows} more`] : [];
    this.#update([...lines.slice(0, rows), ...hidden, ...(waiting > 0 ? [`${waiting} waiting`] : [])].join('\n'));
  }
}
