import type { Replica } from '../../contract/index.ts';
import { ContainerSubject, subjectContainer, type ContainerSubjectOptions } from './container-subject.ts';

/** One of several containers of a system, all of whose output is kept. */
export class ContainerReplica extends ContainerSubject implements Replica {
  readonly index: number;

  private constructor(index: number, ...created: ConstructorParameters<typeof ContainerSubject>) {
    super(...created);
    this.index = index;
  }

  /** Creates its container, which is not started yet. */
  static async create(index: number, asked: ContainerSubjectOptions): Promise<ContainerReplica> {
    const options = { ...asked, keepLines: Infinity };
    return new ContainerReplica(index, await subjectContainer(options), options);
  }
}
