import type { Logger } from '../logger.ts';
import type { NotificationSettings } from '../settings.ts';
import { mailer } from './mailer.ts';
import type { Send } from './send.ts';
import { slack } from './slack.ts';

/** Tells people; its disposal waits for what is on its way. */
export interface Notifier extends AsyncDisposable {
  /** Sends to every place, in order, and returns without waiting; what fails is logged as an error. */
  notify(subject: string, body: string): void;
}

/** Makes the notifier of the places that are set. */
export function createNotifier({ slackUrl, smtp, timeoutMs }: NotificationSettings, logger: Logger): Notifier {
  const places: { place: string; send: Send; last: Promise<void> }[] = [];
  const add = (place: string, send: Send) => places.push({ place, send, last: Promise.resolve() });
  if (slackUrl !== undefined) add('slack', slack(slackUrl, timeoutMs));
  if (smtp !== undefined) add('email', mailer(smtp, timeoutMs));
  const deliver = async (place: string, send: Send, message: Parameters<Send>[0]) => {
    try {
      await send(message);
      logger.info({ place, subject: message.subject }, 'notified');
    } catch (error) {
      logger.error({ place, error: error instanceof Error ? error.message : String(error) }, 'notification failed');
    }
  };
  return {
    notify(subject, body) {
      for (const each of places) {
        each.last = each.last.then(() => deliver(each.place, each.send, { subject, body }));
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(places.map(({ last }) => last));
    },
  };
}
