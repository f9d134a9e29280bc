import type {
  AttachedDrill,
  ArmRecord,
  Capability,
  DeliveryDrill,
  DeliverySpec,
  Drill,
  FaultShape,
  LoadShape,
  MonitoringSpec,
  PanelQuery,
  OpenSite,
  Plan,
  RunbookSite,
  ScriptedDrill,
  ScriptTools,
  StackSpec,
  Weight,
} from '../contract/index.ts';

/** How long the phases of a drill wait, in ms. */
export type Waits = {
  /** From the fault, at most, for what must be notified. */
  readonly notifiedMs: number;
  /** From the fault, exactly, for what must stay silent; 0 when nothing must. */
  readonly watchMs: number;
  /** From the removal, at most, for what must be resolved. */
  readonly resolvedMs: number;
  readonly quietTailMs: number;
};

/** A drill with everything derived that running it needs. */
export type PlannedDrill = {
  readonly drill: Drill;
  readonly plan: Plan;
  readonly spec: StackSpec;
  readonly disturbance: FaultShape | undefined;
  readonly waits: Waits;
  /** The expressions whose greatest value is observed. */
  readonly expressions: readonly { readonly alertname: string; readonly lhs: string; readonly threshold: number }[];
  /** What the panels of the system's dashboards ask, with their durations as they run; empty where it has none. */
  readonly panels: readonly PanelQuery[];
  readonly weight: Weight;
};

/** A scripted drill with its configuration as it shall run. */
export type PlannedScript = {
  readonly plan: Plan;
  readonly spec: MonitoringSpec;
  readonly script: ScriptedDrill['script'];
  readonly weight: Weight;
};

/** A drill of deliveries, with the load as it shall be sent. */
export type PlannedDelivery = {
  readonly plan: Plan;
  readonly delivery: DeliverySpec;
  readonly shape: LoadShape | undefined;
  /** Where the subject takes Alertmanager's webhook. */
  readonly ingestPath: string;
  readonly needs: readonly Capability[];
  readonly script: DeliveryDrill['script'];
  readonly weight: Weight;
};

/** A drill of what runs already. */
export type PlannedAttached = {
  readonly plan: Plan;
  readonly attached: true;
  readonly script: AttachedDrill['script'];
  readonly weight: Weight;
};

/** What the script of a rehearsal is given. */
export type RunbookContext = ScriptTools & {
  readonly site: OpenSite | undefined;
  /** Journals what an arm came to. */
  readonly arm: (record: ArmRecord) => void;
};

/** A rehearsal of a procedure. */
export type PlannedRunbook = {
  readonly plan: Plan;
  /** What it runs on; none for one that needs a shell alone. */
  readonly runbook: { readonly site?: RunbookSite | undefined };
  readonly needs: readonly Capability[];
  /** Why it cannot be executed here. */
  readonly cannot?: string | undefined;
  readonly script: (context: RunbookContext) => Promise<void>;
  readonly weight: Weight;
};

/** Anything that the engine can run. */
export type Planned = PlannedDrill | PlannedScript | PlannedDelivery | PlannedAttached | PlannedRunbook;
