/** The options of `firedrill run`, checked. */
export type RunFlags = {
  readonly system: string[];
  readonly speed: number;
  readonly seed: number;
  readonly defect?: string;
  readonly out: string;
  readonly json?: true;
  readonly strictFindings?: true;
};
