import type { MonitoringSpec, MonitoringStack } from '../../contract/index.ts';
import { undoneOnFailure } from '../../core/index.ts';
import { startSinks } from '../sink/start-sinks.ts';
import { fillTemplate } from '../template.ts';
import type { Programs } from './local-stack.ts';
import type { ProgramOptions } from './monitoring.ts';
import { startPrometheuses } from './start-prometheuses.ts';
import { startMembers } from './start-members.ts';

/** Starts the sinks, Alertmanagers and Prometheus of a scripted drill; what was started is stopped when a later one fails. */
export const startLocalMonitoring = async (
  spec: MonitoringSpec,
  { programs, ...options }: Omit<ProgramOptions, 'program'> & { readonly programs: Programs },
): Promise<MonitoringStack> =>
  await undoneOnFailure(options.clock, async (undo) => {
    const sinks = await startSinks(spec, options.clock, undo);
    const values = Object.fromEntries([...sinks].map(([name, { url }]) => [`sink.${name}`, url]));
    const config = fillTemplate(spec.alertmanager, values, spec.path);
    const members = await startMembers(spec, { ...options, program: programs.alertmanager }, config, undo);
    const alertmanagerUrls = members.map(({ url }) => url);
    const prometheuses =
      spec.prometheus === undefined
        ? []
        : await startPrometheuses(
            { spec: spec.prometheus, alertmanagerUrls, sinks },
            { ...options, program: programs.prometheus },
            undo,
          );
    return { sinks, members, prometheuses, [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose]() };
  });
