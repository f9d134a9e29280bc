/** Every code that the harness can end with; docs/errors.md explains each, and a test holds the two together. */
export const errorCodes = {
  USAGE: { kind: 'input', meaning: 'The command line cannot be understood' },
  DRILL_UNKNOWN: { kind: 'input', meaning: 'No drill matches the name' },
  SYSTEM_UNKNOWN: { kind: 'input', meaning: 'No system has the name' },
  DEFECT_UNKNOWN: { kind: 'input', meaning: 'No defect variant has the name' },
  CONFIG_INVALID: { kind: 'input', meaning: 'A configuration or system file has an unknown key or a wrong value' },
  RULES_INVALID: { kind: 'input', meaning: 'A Prometheus rule file does not parse' },
  ALERTMANAGER_CONFIG_INVALID: { kind: 'input', meaning: 'Alertmanager refuses its configuration' },
  DRILL_INVALID: { kind: 'input', meaning: 'A drill cannot be planned as it is written' },
  REPORT_UNWRITABLE: { kind: 'input', meaning: 'The report folder cannot be written' },
  JOURNAL_INVALID: { kind: 'input', meaning: 'A journal cannot be read' },
  TOOL_MISSING: { kind: 'surroundings', meaning: 'A program is not there and cannot be had' },
  TOOL_BROKEN: { kind: 'surroundings', meaning: 'A program is there but does not do what its version promises' },
  CHECKSUM_MISMATCH: { kind: 'surroundings', meaning: 'A downloaded archive is not the pinned one' },
  PROCESS_EXITED: { kind: 'surroundings', meaning: 'A program ended that should be running' },
  PORT_TAKEN: { kind: 'surroundings', meaning: 'A port was taken between choice and use' },
  TIMEOUT: { kind: 'surroundings', meaning: 'A condition was not met before its deadline' },
  FAULT_INEFFECTIVE: { kind: 'surroundings', meaning: 'A fault was requested and had no effect' },
  OBSERVER_UNREACHABLE: { kind: 'surroundings', meaning: 'An observer could not see' },
  OBSERVERS_DISAGREE: { kind: 'surroundings', meaning: 'Two observers saw different things' },
  STEADY_STATE: { kind: 'surroundings', meaning: 'The system was not healthy before the fault' },
  UNDO_FAILED: { kind: 'surroundings', meaning: 'Something started could not be undone in its deadline' },
  JOURNAL_UNWRITABLE: { kind: 'surroundings', meaning: 'The journal could not be written' },
  INTERRUPTED: { kind: 'interrupted', meaning: 'The run was interrupted' },
  INTERNAL: { kind: 'surroundings', meaning: 'A defect of the harness itself' },
} as const satisfies Record<string, { kind: 'input' | 'surroundings' | 'interrupted'; meaning: string }>;

export type ErrorCode = keyof typeof errorCodes;
