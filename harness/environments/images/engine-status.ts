/** Gives the HTTP status of the engine's answer that an error stands for; undefined for any other error. */
export const engineStatus = (error: unknown): number | undefined => {
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
};
