import { InvalidArgumentError, type Command } from 'commander';
import { names } from './names.ts';

/** The options of `firedrill run --env attached`, checked. */
export type AttachedFlags = {
  readonly prometheus?: string;
  readonly alertmanager?: string;
  readonly subject?: string;
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly deployment?: string;
  readonly allowDisruption?: true;
  readonly namespaces: readonly string[];
  readonly production?: string;
  readonly dryRun?: true;
};

/** Gives a command the options that name what runs already, and say what may be done to it. */
export const attachedOptions = (command: Command): Command =>
  command
    .option('--prometheus <url>', 'attached: the Prometheus that runs', address)
    .option('--alertmanager <url>', 'attached: the Alertmanager that runs', address)
    .option('--subject <url>', 'attached: the system that runs', address)
    .option('--config <file>', 'attached: what runs, in a file; firedrill.config.yaml where there is one')
    .option('--kubeconfig <file>', 'attached: where the context is')
    .option('--context <name>', 'attached: the cluster in which the system runs; never the current one by itself')
    .option('--namespace <name>', 'attached: where it runs')
    .option('--deployment <name>', "attached: the Deployment of the system, by the system's name unless told")
    .option('--allow-disruption', 'attached: also drills that disturb what runs')
    .option('--namespaces <names>', 'attached: the namespaces that may be disturbed', names, [])
    .option('--production <name>', 'attached: the name of the context again, where it looks like production')
    .option('--dry-run', 'attached: only say what would be done');

const address = (text: string): string => {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new InvalidArgumentError('expected an address such as http://127.0.0.1:9090.');
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('expected an address without a name and a password, which reports would show.');
  return text.replace(/\/+$/, '');
};
