/** A text of a check: as it is, or lines of a document without their common indent, with replacements that must apply. */
export type CheckText =
  | string
  | {
      /** The number that the document's file begins with, such as `002`, or the path of a fixture. */
      readonly document: string;
      /** Counted from 1, such as `599-625`, several ranges joined by commas; all when it is left out. */
      readonly lines?: string;
      /** What is put before and after the lines, such as the `groups:` that a bare list of rules lacks. */
      readonly within?: { readonly before?: string; readonly after?: string; readonly indent?: number };
      readonly replace?: readonly (readonly [from: string, to: string])[];
    };

/** What an expression gives at a moment; `none` for no result. */
export type PromqlValue = { readonly at: string; readonly expr: string; readonly value: number | 'none' };

/** What is run: a real program on files, or a computation over manifests. */
export type CheckRun =
  | { readonly kind: 'rules' | 'prometheus-config' | 'alertmanager-config'; readonly text: CheckText }
  | {
      readonly kind: 'promql';
      readonly rules?: CheckText;
      readonly interval?: string;
      readonly series: Readonly<Record<string, string>>;
      readonly values: readonly PromqlValue[];
    }
  | { readonly kind: 'route'; readonly text: CheckText; readonly labels: readonly string[] }
  | { readonly kind: 'references'; readonly manifests: readonly CheckText[] }
  | {
      readonly kind: 'grants';
      readonly manifests: readonly CheckText[];
      /** `namespace/name` of a service account, and what it asks for. */
      readonly account: string;
      readonly verb: string;
      readonly resource: string;
    }
  | {
      readonly kind: 'network-policy';
      readonly policy: CheckText;
      readonly direction: 'ingress' | 'egress';
      /** Who is at the other end: the labels of its namespace, none for what is outside the cluster. */
      readonly peers: Readonly<
        Record<
          string,
          { readonly namespace?: Readonly<Record<string, string>>; readonly protocol: string; readonly port: number }
        >
      >;
    }
  | {
      readonly kind: 'shell';
      readonly program: 'sh' | 'bash' | 'python3' | 'node';
      readonly script: CheckText;
      /** Programs that the script calls, beside those of any system. */
      readonly needs?: readonly string[];
      /** Files beside the script; one that begins with `#!` is executable and goes before those of the machine. */
      readonly files?: Readonly<Record<string, CheckText>>;
    }
  | {
      readonly kind: 'prometheus';
      readonly flags?: readonly string[];
      readonly files?: Readonly<Record<string, CheckText>>;
      readonly method: string;
      readonly path: string;
    };

/** What it must come to: whether it is accepted, and patterns that its output matches, or must not. */
export type CheckExpectation = {
  /** The exit status or HTTP status; `accepted` is 0, `refused` any other. */
  readonly status?: number | 'accepted' | 'refused';
  readonly says?: string;
  readonly saysNot?: string;
};

export type CheckProbe = { readonly run: CheckRun; readonly expect: CheckExpectation };

/** A documented mistake that is shown by running the documented form, and a corrected one that works. */
export type DocumentCheck = {
  /** The catalogue's id, such as `cano.defect.down-alert-absent`. */
  readonly finding: string;
  /** What the two runs show, in a sentence. */
  readonly shows: string;
  readonly documented: CheckProbe;
  readonly corrected: CheckProbe;
};

/** What a file of `scenarios/documents` exports. */
export type DocumentSuite = { readonly checks: readonly DocumentCheck[] };

export type ProbeResult = {
  readonly asExpected: boolean;
  readonly expected: string;
  /** The end of what was seen. */
  readonly seen: string;
};

export type DocumentCheckResult = {
  readonly finding: string;
  readonly shows: string;
  /** The kinds of its runs, such as `promql`. */
  readonly kinds: readonly string[];
  readonly outcome: 'held' | 'breached' | 'errored' | 'skipped';
  /** Why it is skipped or errored. */
  readonly reason?: string;
  readonly documented?: ProbeResult;
  readonly corrected?: ProbeResult;
};
