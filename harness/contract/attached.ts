import type { Scripted, ScriptTools } from './scripted.ts';
import type { Subject } from './stack.ts';

/** What runs already and was not started by the harness. An address without a slash at its end, or none if it was not named. */
export interface AttachedStack extends AsyncDisposable {
  readonly prometheusUrl: string | undefined;
  readonly alertmanagerUrl: string | undefined;
  readonly subjectUrl: string | undefined;
  /** The path of amtool, which is asked about routes. */
  readonly amtool: string;
  /** The system as something that may be disturbed; none where that was not allowed. */
  readonly subject?: Subject;
}

export type AttachedContext = ScriptTools & { readonly stack: AttachedStack };

/** A drill of what runs already. Without `disturbs` it only reads. */
export type AttachedDrill = Scripted & {
  readonly attached: true;
  /** What it does to the system, in a sentence. */
  readonly disturbs?: string;
  readonly script: (context: AttachedContext) => Promise<void>;
};
