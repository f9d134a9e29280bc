/** An answer of the collector; `undefined` where it gave none. */
export type Answer = { readonly status: number; readonly contentType: string; readonly body: string };

/**
 * What is wrong with an answer to hostile input: anything but 2xx, or a 4xx that says in JSON why. Undefined when
 * nothing is.
 */
export const faultOfAnswer = (answer: Answer | undefined): string | undefined => {
  if (answer === undefined) return 'no answer within 5 s';
  const { status, contentType, body } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (status < 400 || status >= 500) return `answered ${status}`;
  if (!contentType.startsWith('application/json')) return `answered ${status} without JSON`;
  if (body.length > maxErrorLength) return `answered ${status} with ${body.length} bytes`;
  return reasonOf(body) === undefined ? `answered ${status} without a reason` : undefined;
};

const maxErrorLength = 8_192;

const reasonOf = (body: string): string | undefined => {
  const { error } = (parse(body) ?? {}) as { error?: unknown };
  return typeof error === 'string' && error !== '' ? error : undefined;
};

/** How many alerts an answer acknowledges as new. */
export const acknowledged = ({ status, body }: Answer): number => {
  if (status < 200 || status >= 300) return 0;
  const { alerts = 0, duplicates = 0 } = (parse(body) ?? {}) as { alerts?: number; duplicates?: number };
  return alerts - duplicates;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
