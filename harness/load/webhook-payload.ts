type Pairs = Readonly<Record<string, string>>;

/** An alert as Alertmanager's webhook sends it. */
export type SentAlert = {
  readonly status: 'firing' | 'resolved';
  readonly labels: Pairs;
  readonly annotations: Pairs;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
};

/** What Alertmanager posts to a webhook for a group of alerts (payload version 4). */
export const webhookPayload = (receiver: string, groupLabels: Pairs, alerts: readonly SentAlert[]) => ({
  version: '4',
  groupKey: `{}:{${Object.keys(groupLabels)
    .sort()
    .map((name) => `${name}="${groupLabels[name] ?? ''}"`)
    .join(', ')}}`,
  truncatedAlerts: 0,
  status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
  receiver,
  groupLabels,
  commonLabels: inCommon(alerts.map(({ labels }) => labels)),
  commonAnnotations: inCommon(alerts.map(({ annotations }) => annotations)),
  externalURL: 'http://alertmanager.example',
  alerts,
});

const inCommon = ([first = {}, ...others]: readonly Pairs[]): Pairs => {
  let names = Object.keys(first);
  for (const each of others) names = names.filter((name) => each[name] === first[name]);
  return Object.fromEntries(names.map((name) => [name, first[name] ?? '']));
};
