import { HarnessError, messageOf } from '../../core/index.ts';

/** What has to answer at an address, and where. */
type Kind = { readonly title: string; readonly option: string; readonly path: string; readonly key: string };

const prometheus: Kind = {
  title: 'Prometheus',
  option: '--prometheus',
  path: '/api/v1/status/buildinfo',
  key: 'data',
};
const alertmanager: Kind = { title: 'Alertmanager', option: '--alertmanager', path: '/api/v2/status', key: 'config' };

const timeoutMs = 5_000;

/** Throws `OBSERVER_UNREACHABLE` unless something answers, and `TARGET_INVALID` unless it is a Prometheus. */
export const probePrometheus = async (url: string): Promise<void> => await probe(url, prometheus);

/** Throws `OBSERVER_UNREACHABLE` unless something answers, and `TARGET_INVALID` unless it is an Alertmanager. */
export const probeAlertmanager = async (url: string): Promise<void> => await probe(url, alertmanager);

const probe = async (url: string, { title, option, path, key }: Kind): Promise<void> => {
  const { status, text } = await get(url + path, { title, option });
  const where = url;
  if (status === 401 || status === 403)
    throw new HarnessError('OBSERVER_UNREACHABLE', {
      ...{ what: `${title} wants to know who asks`, where, expected: 'status 200', got: `status ${status}` },
      next: 'name an address that needs no credentials, such as that of a port-forward',
    });
  if (status === 200 && hasKey(text, key)) return;
  throw new HarnessError('TARGET_INVALID', {
    ...{ what: `what answers is no ${title}`, where, expected: `its answer at ${path}` },
    ...{ got: `status ${status}: ${text.replaceAll(/\s+/g, ' ').slice(0, 80)}`, next: `mend ${option}` },
  });
};

const get = async (
  url: string,
  { title, option }: Pick<Kind, 'title' | 'option'>,
): Promise<{ status: number; text: string }> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    const why = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
    throw new HarnessError('OBSERVER_UNREACHABLE', {
      ...{ what: `no ${title} answers`, where: url, got: messageOf(why), cause },
      next: `see whether ${option} is right and it runs`,
    });
  }
};

const hasKey = (text: string, key: string): boolean => {
  try {
    const body = JSON.parse(text) as unknown;
    return typeof body === 'object' && body !== null && key in body;
  } catch {
    return false;
  }
};
