import { pagerdutyEventSchema, slackMessageSchema, type ScriptContext } from '../../../harness/index.ts';

export type Notification = {
  readonly at: number;
  /** `pagerduty`, or a Slack channel. */
  readonly to: string;
  readonly is: 'firing' | 'resolved';
  /** All that it says. */
  readonly text: string;
  readonly status: number | undefined;
};

/** Everything that the sinks were sent, in its order. */
export const notifications = ({ stack }: ScriptContext): Notification[] =>
  [...stack.sinks.values()]
    .flatMap((sink) =>
      sink
        .requests()
        .filter(({ method }) => method === 'POST')
        .map(({ at, body, status }) => ({ at, status, ...read(sink.name, body) })),
    )
    .sort((a, b) => a.at - b.at);

/** Those about an alert, of a kind. */
export const about = (context: ScriptContext, alertname: string, is: Notification['is']): Notification[] =>
  notifications(context).filter((each) => each.is === is && each.text.includes(alertname));

/** Where some of them arrived, as text: each place as often as it was told. */
export const placesOf = (some: readonly Notification[]): string => listed(some.map(({ to }) => to));

/** Names in an order of their own, as text. */
export const listed = (names: readonly string[]): string => [...names].sort().join(' + ') || 'nothing';

const read = (sink: string, body: string): Pick<Notification, 'to' | 'is' | 'text'> => {
  const value: unknown = JSON.parse(body);
  const event = pagerdutyEventSchema.safeParse(value).data;
  if (event !== undefined)
    return { to: sink, is: event.event_action === 'resolve' ? 'resolved' : 'firing', text: body };
  const message = slackMessageSchema.safeParse(value).data;
  const [attachment] = message?.attachments ?? [];
  // Only the colour tells that `[CRITICAL] …` is over.
  return { to: message?.channel ?? sink, is: attachment?.color === 'good' ? 'resolved' : 'firing', text: body };
};
