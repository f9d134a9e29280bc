import pc from 'picocolors';
import { evaluateSlos, type SloReport } from '../compose/index.ts';
import { resolveTools } from '../toolchain/index.ts';
import { watchInterrupt } from './interrupt.ts';
import { Progress } from './progress.ts';
import { projectRoot } from './project.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

export type SloFlags = { readonly system: readonly string[]; readonly defect?: string; readonly json?: true };

/** Prints each objective with its recordings; gives 1 when one is breached or an alert can never be reached. */
export const showSlos = async ({ system, defect, json }: SloFlags, surroundings: Surroundings): Promise<number> => {
  const { clock, env, stdout } = surroundings;
  const begun = clock.monotonic();
  using progress = new Progress(surroundings);
  using interrupt = watchInterrupt(env, (text) => progress.say(text));
  const tools = await resolveTools(['prometheus', 'promtool'], {
    clock,
    env,
    onProgress: (event) => progress.tool(event),
  });
  const path = (name: 'prometheus' | 'promtool'): string => tools.get(name)?.path ?? name;
  const report = await evaluateSlos({
    root: projectRoot,
    systems: system,
    defect,
    runId: `slo-${surroundings.randomName()}`,
    programs: { prometheus: path('prometheus'), promtool: path('promtool') },
    clock,
    signal: interrupt.signal,
  });
  progress[Symbol.dispose]();
  const breached = report.results.filter(({ outcome }) => outcome === 'breached').length;
  const took = ((clock.monotonic() - begun) / 1000).toFixed(1);
  const summary = `${report.objectives.length} objectives over ${report.results.length} recordings: ${report.results.length - breached} held, ${breached} breached · ${took} s`;
  const text =
    json === true ? JSON.stringify(report, null, 2) : [...linesOf(report, surroundings), '', summary].join('\n');
  stdout.write(`${text}\n`);
  const isReachable = report.objectives.every(
    ({ documented, corrected }) => documented.reachable && corrected.reachable,
  );
  return breached === 0 && isReachable ? 0 : 1;
};

const linesOf = ({ objectives, results }: SloReport, surroundings: Surroundings): string[] => {
  const { bold, green, red, yellow, dim } = pc.createColors(hasColour(surroundings));
  return objectives.flatMap(({ id, title, objective, documented, corrected }) => [
    bold(`${id}  ${(objective * 100).toFixed(1)} % of ${title}`),
    dim(`  documented threshold: ${documented.text}`),
    dim(`  corrected: ${corrected.text}`),
    ...results
      .filter(({ slo }) => slo === id)
      .flatMap(({ recording, title: what, outcome, checks, finding }) => [
        `  ${outcome === 'held' ? green('✓') : red('✗')} ${recording}: ${what}`,
        ...checks.map((check) => (check.outcome === 'held' ? dim : red)(`      ${check.message}`)),
        ...(finding?.proven === true ? [yellow(`      shows ${finding.id}: ${finding.shown}`)] : []),
      ]),
  ]);
};
