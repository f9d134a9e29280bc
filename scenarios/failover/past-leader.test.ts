import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Replica, StepFact } from '../../harness/index.ts';
import type { ElectionContext } from './support/election-context.ts';
import { recordPast } from './support/past-leader.ts';

/** What is recorded of a replica that answers so from its third request on; it is asked five times. */
const recorded = async (text: string | undefined): Promise<StepFact | undefined> => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (asked < 3 || text === undefined) request.socket.destroy();
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let fact: StepFact | undefined;
  const context = {
    record: (each: StepFact) => void (fact = each),
    async until(holds: () => Promise<boolean>) {
      for (let turn = 0; turn < 5; turn += 1) if (await holds()) return true;
      return false;
    },
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await recordPast(context as unknown as ElectionContext, { url } as Replica);
  await new Promise((resolve) => server.close(resolve));
  return fact;
};

test.each([
  ['leader_election_master_status{name="a"} 0\n', 'it follows', undefined],
  ['leader_election_master_status{name="a"} 1\n', 'it leads', undefined],
  [undefined, 'it does not answer', true],
])('of a replica that says %j', async (text, got, awaited) => {
  const fact = await recorded(text);
  expect(fact).toMatchObject({ expected: 'it follows', got });
  expect(fact?.awaited).toBe(awaited);
});
