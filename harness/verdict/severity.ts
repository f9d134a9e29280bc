/** Most telling first: where the harness could not tell, what it saw of the system counts for nothing. */
export const severity = ['errored', 'breached', 'inconclusive', 'held'] as const;
