import { systemClock } from '../../core/index.ts';
import { createLedger, latencyQuantile } from '../index.ts';
import { naiveLedger, type NaiveAccount } from './naive-ledger.ts';
import { startedAt, workload, type Told } from './workload.ts';

const lateMs = 5_000;

const streamed = (told: Iterable<Told>, alerts: number): NaiveAccount => {
  const ledger = createLedger({ lateMs, blockMs: 1_000 });
  for (const each of told) {
    if ('sent' in each) ledger.sent(each.sent);
    else ledger.arrived(each.arrived);
  }
  const { counts, latency } = ledger.close(startedAt + alerts * 2 + 60_000);
  const { delivered, onTime, lost, duplicated } = counts;
  return { delivered, onTime, lost, duplicated, p95Ms: latencyQuantile(latency, 0.95)?.upper ?? NaN };
};

// Each side is a process of its own, for the peak of a process' memory cannot be set back.
const [side, alerts] = [process.argv[2], Number(process.argv[3])];
const start = systemClock.monotonic();
const told = workload(alerts, 1);
const account = side === 'ledger' ? streamed(told, alerts) : naiveLedger(told, lateMs);
const seconds = (systemClock.monotonic() - start) / 1_000;
process.stdout.write(JSON.stringify({ side, seconds, peakRssMib: process.resourceUsage().maxRSS / 1_024, account }));
