/** Severities of PagerDuty, worst first. */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

const known = new Map<string, Severity>(
  Object.entries({
    critical: 'critical',
    fatal: 'critical',
    emergency: 'critical',
    page: 'critical',
    error: 'error',
    high: 'error',
    major: 'error',
    warning: 'warning',
    warn: 'warning',
    minor: 'warning',
    info: 'info',
    information: 'info',
    low: 'info',
    none: 'info',
  } satisfies Record<string, Severity>),
);

/** Maps a `severity` label to one of the four severities; an unknown one is a warning. */
export function toSeverity(label: string | undefined): Severity {
  return known.get(label?.toLowerCase() ?? '') ?? 'warning';
}
