/** How an official release is packed. `{version}`, `{os}` and `{arch}` stand for the version and Go's platform names. */
export type Archive = {
  readonly url: string;
  /** A tar.gz is unpacked with `tar`; a gz or raw file is the program itself. */
  readonly format: 'tar.gz' | 'gz' | 'raw';
  /** Where the program is inside a tar.gz. */
  readonly entry?: string;
  /** Checksums of the archives by platform (`linux-amd64`). A platform without one is never downloaded. */
  readonly sha256: Readonly<Record<string, string>>;
};

/** How the program is built from the Go modules that harness/toolchain/go pins. */
export type GoBuild = {
  /** The folder in harness/toolchain/go that has its go.mod and go.sum. */
  readonly folder: string;
  readonly main: string;
  readonly tags?: string;
  /** The Go variable that holds the version, and its value, where the program does not know its version by itself. */
  readonly versionVariable?: { readonly name: string; readonly value: string };
  /** A module that embeds a file which it does not carry: built from a copy that has a placeholder page there. */
  readonly placeholder?: { readonly module: string; readonly file: string };
  readonly atMostMs: number;
};

export type Pin = {
  readonly version: string;
  /** What is taken from PATH, a folder or an explicit path: `from` or newer, older than `below`. */
  readonly accepted: { readonly from: string; readonly below: string };
  readonly versionArgs: readonly string[];
  /** Its first group is the version. */
  readonly versionPattern: RegExp;
  readonly archive?: Archive;
  readonly build: GoBuild;
};

const minutes = (count: number): number => count * 60_000;
const prometheusSays = /version v?(\d+\.\d+\.\d+)/;
const prometheusRange = { from: '3.15.0', below: '3.16.0' };
const alertmanagerRange = { from: '0.34.0', below: '0.35.0' };

const prometheusArchive = (entry: string): Archive => ({
  url: 'https://github.com/prometheus/prometheus/releases/download/v{version}/prometheus-{version}.{os}-{arch}.tar.gz',
  format: 'tar.gz',
  entry: `prometheus-{version}.{os}-{arch}/${entry}`,
  sha256: {},
});

const alertmanagerArchive = (entry: string): Archive => ({
  url: 'https://github.com/prometheus/alertmanager/releases/download/v{version}/alertmanager-{version}.{os}-{arch}.tar.gz',
  format: 'tar.gz',
  entry: `alertmanager-{version}.{os}-{arch}/${entry}`,
  sha256: {},
});

const prometheusBuild = (program: string): GoBuild => ({
  folder: 'prometheus',
  main: `github.com/prometheus/prometheus/cmd/${program}`,
  tags: 'remove_all_sd,enable_kubernetes_sd,netgo',
  versionVariable: { name: 'github.com/prometheus/common/version.Version', value: '3.15.0' },
  atMostMs: minutes(20),
});

const alertmanagerBuild = (program: string): GoBuild => ({
  folder: 'alertmanager',
  main: `github.com/prometheus/alertmanager/cmd/${program}`,
  tags: 'netgo',
  versionVariable: { name: 'github.com/prometheus/common/version.Version', value: '0.34.2' },
  placeholder: { module: 'github.com/prometheus/alertmanager', file: 'ui/app/dist/index.html' },
  atMostMs: minutes(15),
});

/**
 * Every program that the harness runs, its version and where it comes from. No release checksum is known yet: a sum goes
 * into `sha256` only from the project's own published list, and until then the release step is skipped and says so.
 * To move a tool: change it here, then `go get` and `go mod tidy` in its folder of harness/toolchain/go.
 */
export const pins = {
  prometheus: {
    version: '3.15.0',
    accepted: prometheusRange,
    versionArgs: ['--version'],
    versionPattern: prometheusSays,
    archive: prometheusArchive('prometheus'),
    build: prometheusBuild('prometheus'),
  },
  promtool: {
    version: '3.15.0',
    accepted: prometheusRange,
    versionArgs: ['--version'],
    versionPattern: prometheusSays,
    archive: prometheusArchive('promtool'),
    build: prometheusBuild('promtool'),
  },
  alertmanager: {
    version: '0.34.2',
    accepted: alertmanagerRange,
    versionArgs: ['--version'],
    versionPattern: prometheusSays,
    archive: alertmanagerArchive('alertmanager'),
    build: alertmanagerBuild('alertmanager'),
  },
  amtool: {
    version: '0.34.2',
    accepted: alertmanagerRange,
    versionArgs: ['--version'],
    versionPattern: prometheusSays,
    archive: alertmanagerArchive('amtool'),
    build: alertmanagerBuild('amtool'),
  },
  k6: {
    version: '1.8.1',
    accepted: { from: '1.8.1', below: '2.0.0' },
    versionArgs: ['--version'],
    versionPattern: /^k6(?:\S*) v(\d+\.\d+\.\d+)/m,
    archive: {
      url: 'https://github.com/grafana/k6/releases/download/v{version}/k6-v{version}-{os}-{arch}.tar.gz',
      format: 'tar.gz',
      entry: 'k6-v{version}-{os}-{arch}/k6',
      sha256: {},
    },
    build: { folder: 'k6', main: 'go.k6.io/k6', atMostMs: minutes(15) },
  },
  'toxiproxy-server': {
    version: '2.5.0',
    accepted: { from: '2.5.0', below: '3.0.0' },
    versionArgs: ['--version'],
    versionPattern: /toxiproxy-server version v?(\d+\.\d+\.\d+)/,
    archive: {
      url: 'https://github.com/Shopify/toxiproxy/releases/download/v{version}/toxiproxy-server-{os}-{arch}',
      format: 'raw',
      sha256: {},
    },
    build: {
      folder: 'toxiproxy',
      main: 'github.com/Shopify/toxiproxy/v2/cmd/server',
      versionVariable: { name: 'github.com/Shopify/toxiproxy/v2.Version', value: '2.5.0' },
      atMostMs: minutes(10),
    },
  },
  kind: {
    version: '0.33.0',
    accepted: { from: '0.33.0', below: '1.0.0' },
    versionArgs: ['--version'],
    versionPattern: /kind version v?(\d+\.\d+\.\d+)/,
    archive: {
      url: 'https://github.com/kubernetes-sigs/kind/releases/download/v{version}/kind-{os}-{arch}',
      format: 'raw',
      sha256: {},
    },
    build: { folder: 'kind', main: 'sigs.k8s.io/kind', atMostMs: minutes(10) },
  },
  registry: {
    version: '3.1.2',
    accepted: { from: '3.1.0', below: '4.0.0' },
    versionArgs: ['--version'],
    versionPattern: /distribution\/v3 v(\d+\.\d+\.\d+)/,
    archive: {
      url: 'https://github.com/distribution/distribution/releases/download/v{version}/registry_{version}_{os}_{arch}.tar.gz',
      format: 'tar.gz',
      entry: 'registry',
      sha256: {},
    },
    build: {
      folder: 'registry',
      main: 'github.com/distribution/distribution/v3/cmd/registry',
      versionVariable: { name: 'github.com/distribution/distribution/v3/version.version', value: 'v3.1.2' },
      atMostMs: minutes(15),
    },
  },
  helm: {
    version: '3.22.0',
    accepted: { from: '3.22.0', below: '4.0.0' },
    versionArgs: ['version', '--short'],
    versionPattern: /^v(\d+\.\d+\.\d+)/m,
    build: {
      folder: 'helm',
      main: 'helm.sh/helm/v3/cmd/helm',
      versionVariable: { name: 'helm.sh/helm/v3/internal/version.version', value: 'v3.22.0' },
      atMostMs: minutes(15),
    },
  },
  yq: {
    version: '4.54.1',
    accepted: { from: '4.54.1', below: '5.0.0' },
    versionArgs: ['--version'],
    versionPattern: /mikefarah\/yq\/?\)? version v(\d+\.\d+\.\d+)/,
    archive: {
      url: 'https://github.com/mikefarah/yq/releases/download/v{version}/yq_{os}_{arch}',
      format: 'raw',
      sha256: {},
    },
    build: { folder: 'yq', main: 'github.com/mikefarah/yq/v4', atMostMs: minutes(10) },
  },
} as const satisfies Record<string, Pin>;

/** The oldest Go that builds the pinned modules; an older one fetches it by itself unless GOTOOLCHAIN forbids it. */
export const oldestGo = '1.26.0';

export type ToolName = keyof typeof pins;

/** The names of all pinned tools. */
export const toolNames = Object.keys(pins) as readonly ToolName[];
