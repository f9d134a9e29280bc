import { LineCounter } from 'yaml';
import { HarnessError } from '../core/index.ts';

/** Makes errors for one YAML text, with file, line and column of an offset in it. */
export class Located {
  readonly #path: string;
  readonly #code: 'RULES_INVALID' | 'ALERTMANAGER_CONFIG_INVALID' | 'CONFIG_INVALID';
  readonly lines = new LineCounter();

  constructor(path: string, code: 'RULES_INVALID' | 'ALERTMANAGER_CONFIG_INVALID' | 'CONFIG_INVALID') {
    this.#path = path;
    this.#code = code;
  }

  /** The line, counted from 1, of an offset. */
  lineOf(offset: number): number {
    return this.lines.linePos(offset).line;
  }

  error(offset: number, details: { what: string; expected?: string; got?: string }): HarnessError {
    const { line, col } = this.lines.linePos(offset);
    return new HarnessError(this.#code, { ...details, where: `${this.#path}:${line}:${col}` });
  }
}
