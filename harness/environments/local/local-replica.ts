import type { Replica } from '../../contract/index.ts';
import { LocalSubject, type LocalSubjectOptions } from './local-subject.ts';

/** One of several processes of a system, all of whose output is kept. */
export class LocalReplica extends LocalSubject implements Replica {
  readonly index: number;

  constructor(index: number, options: LocalSubjectOptions) {
    super({ ...options, keepLines: Infinity });
    this.index = index;
  }
}
