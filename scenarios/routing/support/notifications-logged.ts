import type { Monitor, ScriptContext } from '../../../harness/index.ts';

/**
 * How many notifications a member knows to have been taken. What a receiver was sent a moment ago is not yet in the
 * notification log, and a member that ends between the two sends it again.
 */
export const notificationsLogged = async (
  { signal }: Pick<ScriptContext, 'signal'>,
  { url }: Monitor,
): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`, { signal })).text();
  const counts = text.matchAll(/^alertmanager_notification_latency_seconds_count\{[^}]*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
};
