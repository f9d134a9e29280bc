import type { Monitor, ScriptContext } from '../../../harness/index.ts';

/** How many notifications of other members a member has been told of. */
export const notificationsKnown = async (
  { signal }: Pick<ScriptContext, 'signal'>,
  { url }: Monitor,
): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`, { signal })).text();
  return Number(/^alertmanager_nflog_gossip_messages_propagated_total (\d+)$/m.exec(text)?.[1] ?? 0);
};
