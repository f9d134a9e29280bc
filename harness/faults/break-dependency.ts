import type { Fault, FaultContext, Program } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

/** Something that the subject needs is killed, so that its port refuses; undone by a restart at the same address. */
export const killDependency = (name: string): Fault => ({
  kind: 'dependency-kill',
  title: `${name} is killed (SIGKILL)`,
  needs: ['signals', 'restart'],
  async inject(context) {
    const program = dependencyOf(context, name);
    const from = context.clock.now();
    await program.kill();
    const state = await program.state();
    if (state !== 'exited')
      throw new HarnessError('FAULT_INEFFECTIVE', { what: `the killed ${name} is still there`, got: state });
    return {
      from,
      proof: `the operating system reports that ${name} has ended`,
      [Symbol.asyncDispose]: async () => await program.restart(),
    };
  },
});

/** Something that the subject needs is stopped by a signal, so that it accepts connections and never answers. */
export const freezeDependency = (name: string): Fault => ({
  kind: 'dependency-freeze',
  title: `${name} is frozen (SIGSTOP)`,
  needs: ['signals'],
  async inject(context) {
    const program = dependencyOf(context, name);
    const from = context.clock.now();
    await program.freeze();
    return {
      from,
      proof: `the operating system reports that ${name} is stopped`,
      [Symbol.asyncDispose]: async () => await program.thaw(),
    };
  },
});

const dependencyOf = ({ stack }: FaultContext, name: string): Program => {
  const program = stack.dependencies.get(name);
  if (program === undefined) {
    const expected = `one of ${[...stack.dependencies.keys()].join(', ')}`;
    throw new HarnessError('DRILL_INVALID', { what: 'the system has no dependency of this name', expected, got: name });
  }
  return program;
};
