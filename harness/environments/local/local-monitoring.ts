import type { MonitoringSpec, MonitoringStack, Sink } from '../../contract/index.ts';
import { seededRandom, undoneOnFailure } from '../../core/index.ts';
import { answerAs } from '../sink/answer-as.ts';
import { startSink } from '../sink/start-sink.ts';
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
    const sinks = new Map<string, Sink>();
    for (const [index, [name, dialect]] of Object.entries(spec.sinks).entries()) {
      const sink = await startSink(name, options.clock, seededRandom(spec.seed + index), { answer: answerAs[dialect] });
      sinks.set(name, undo.use(`stop the sink ${name}`, sink));
    }
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
