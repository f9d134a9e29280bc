// The import rules of docs/architecture.md. Type-only imports are free.
const folder = (name) => `^harness/${name}/`;
const allow = {
  contract: [],
  core: [],
  engine: ['contract', 'core'],
  verdict: ['contract', 'core', 'measure', 'rules'],
  environments: ['contract', 'core', 'toolchain'],
  toolchain: ['contract', 'core'],
  faults: ['contract', 'core'],
  observers: ['contract', 'core'],
  rules: ['contract', 'core', 'toolchain'],
  virtual: ['contract', 'core', 'measure', 'rules'],
  load: ['contract', 'core', 'toolchain'],
  measure: ['contract', 'core'],
  documents: ['contract', 'core'],
  slo: ['contract', 'core', 'rules'],
  attached: ['contract', 'core', 'rules'],
  runbooks: ['contract', 'core', 'documents'],
  compose: [
    'attached',
    'contract',
    'core',
    'engine',
    'verdict',
    'environments',
    'toolchain',
    'faults',
    'observers',
    'rules',
    'virtual',
    'load',
    'measure',
    'documents',
    'slo',
    'runbooks',
  ],
  suite: ['compose', 'contract', 'core', 'toolchain'],
  cli: ['compose', 'contract', 'core', 'toolchain'],
};
const reporting = ['suite', 'cli'];
const npm = {
  contract: ['zod'],
  core: [],
  engine: [],
  verdict: [],
  environments: ['execa', 'yaml', 'zod', 'testcontainers', '@kubernetes/client-node'],
  toolchain: ['execa'],
  faults: [],
  observers: ['zod'],
  rules: ['@prometheus-io/lezer-promql', '@lezer/common', '@lezer/lr', 'yaml', 'execa'],
  virtual: ['execa', 'yaml'],
  measure: [],
  // What k6 itself gives its scripts; the package has only its types.
  load: ['@types/k6', 'fast-check', 'zod'],
  documents: ['execa', 'yaml', 'zod'],
  slo: ['zod'],
  attached: ['yaml', 'zod'],
  runbooks: ['execa', 'yaml', 'zod'],
  compose: [],
  cli: ['commander', 'log-update', 'picocolors'],
};
const values = { dependencyTypesNot: ['type-only'] };
const isTest = '\\.test\\.ts$|/testing/';

const folderRules = Object.entries(allow).map(([name, allowed]) => ({
  name: `harness-${name}-imports`,
  severity: 'error',
  from: { path: folder(name), pathNot: isTest },
  to: {
    ...values,
    path: '^(harness|scenarios|fixtures|reports|collector-under-test)/',
    pathNot: [...[name, ...allowed].map(folder), ...(reporting.includes(name) ? ['^reports/index\\.ts$'] : [])],
  },
}));

const npmRules = Object.entries(npm).map(([name, allowed]) => ({
  name: `harness-${name}-packages`,
  severity: 'error',
  from: { path: folder(name), pathNot: isTest },
  to: {
    path: '^node_modules/',
    dependencyTypesNot: ['type-only'],
    ...(allowed.length === 0 ? {} : { pathNot: allowed.map((each) => `^node_modules/${each}/`) }),
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    ...folderRules,
    ...npmRules,
    {
      name: 'scenarios-imports',
      severity: 'error',
      from: { path: '^scenarios/', pathNot: isTest },
      to: { ...values, path: '^(harness|reports|collector-under-test)/', pathNot: '^harness/index\\.ts$' },
    },
    {
      name: 'fixtures-imports',
      severity: 'error',
      from: { path: '^fixtures/', pathNot: isTest },
      to: { ...values, path: '^(harness|scenarios|reports|collector-under-test)/', pathNot: '^harness/contract/' },
    },
    {
      name: 'reports-imports',
      severity: 'error',
      from: { path: '^reports/', pathNot: isTest },
      to: { ...values, path: '^(harness|scenarios|fixtures|collector-under-test)/', pathNot: '^harness/contract/' },
    },
    {
      name: 'collector-shares-nothing',
      severity: 'error',
      from: { path: '^collector-under-test/' },
      to: { path: '^(harness|scenarios|fixtures|reports)/' },
    },
    {
      name: 'collector-is-only-run',
      severity: 'error',
      from: { path: '^(harness|scenarios|fixtures|reports)/' },
      to: { path: '^collector-under-test/' },
    },
    {
      name: 'no-way-around-the-front-door',
      comment: 'A folder of the harness is imported through its index.ts.',
      severity: 'error',
      from: { path: '^harness/([^/]+)/', pathNot: isTest },
      to: { ...values, path: '^harness/[^/]+/.+', pathNot: ['^harness/[^/]+/index\\.ts$', '^harness/$1/'] },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^reports/out/|^harness/toolchain/go/)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
