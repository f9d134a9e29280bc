import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';

const chart = (version: string): string => `apiVersion: v2\nname: cano-collector\nversion: ${version}\n`;
/** Stands for the chart, which is found by the documented name because a folder of that name is looked at first. */
const files = {
  'cano-collector/cano-collector/Chart.yaml': chart('1.0.0'),
  'cano-collector/cano-collector/values.yaml': 'replicas: 1\n',
  'cano-collector/cano-collector/templates/release.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cano-collector-release\ndata:\n  replicas: "{{ .Values.replicas }}"\n  version: {{ .Chart.Version }}\n',
};
const install = run(
  'there is a release with values of its own',
  'helm install cano-collector cano-collector/cano-collector -n monitoring --set replicas=4',
  accepted('STATUS: deployed'),
);
const newer = run(
  'the repository has a newer chart',
  "sed -i 's/1.0.0/2.0.0/' cano-collector/cano-collector/Chart.yaml",
  accepted(),
);
const hasValues = run(
  'the release has the values that were saved',
  "kubectl get configmap cano-collector-release -n monitoring -o jsonpath='{.data.replicas}'",
  accepted('^4$'),
);
const restores = run(
  'all three are restored from their files',
  `test -s backup-destinations.yaml && test -s backup-secrets.yaml || exit 1
yq -e 'has("USER-SUPPLIED VALUES") | not' backup-values.yaml || exit 1
kubectl delete configmap/cano-collector-config secret/cano-collector-secrets -n monitoring --ignore-not-found >/dev/null
kubectl apply -f backup-destinations.yaml -f backup-secrets.yaml || exit 1
kubectl get configmap cano-collector-config -n monitoring -o jsonpath='{.data}' | grep ops-webhook`,
  accepted('ops-webhook'),
);

/** Procedures about the release of cano-collector, and backups that hold its values. */
export const releaseRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.config-backup',
    tools: ['helm', 'yq'],
    files,
    findings: ['cano.defect.helm-get-values-header', 'cano.defect.backup-secrets-plaintext'],
    before: [install],
    good: [restores],
    documented: [
      step(1, accepted()),
      step(2, accepted()),
      step(3, accepted()),
      run('what the file of values begins with', 'head -n 1 backup-values.yaml', accepted('USER-SUPPLIED VALUES')),
    ],
    corrected: [
      step(1, accepted()),
      step(2, accepted()),
      step(3, accepted(), { replace: [['-n monitoring >', '-n monitoring -o yaml >']] }),
    ],
  },
  {
    procedure: 'cano.proc.application-recovery',
    tools: ['helm'],
    files,
    findings: ['cano.defect.helm-upgrade-after-loss'],
    before: [
      install,
      run(
        'its values are saved',
        'helm get values cano-collector -n monitoring -o yaml > backup-values.yaml',
        accepted(),
      ),
    ],
    fault: {
      title: 'the release is lost',
      run: 'helm uninstall cano-collector -n monitoring',
      seen: run('it is not there', 'helm list -n monitoring -q', { status: 0, saysNot: 'cano' }),
    },
    good: [hasValues],
    state: 'helm list -n monitoring',
    documented: [step(1, refused('has no deployed releases'))],
    corrected: [step(1, accepted('STATUS: deployed'), { replace: [['helm upgrade', 'helm upgrade --install']] })],
  },
  {
    procedure: 'cano.proc.update',
    tools: ['helm'],
    files,
    before: [install, newer],
    good: [
      run(
        'the new version is deployed',
        "kubectl get configmap cano-collector-release -n monitoring -o jsonpath='{.data.version}'",
        accepted('^2.0.0$'),
      ),
      hasValues,
    ],
    documented: [step(1, accepted('STATUS: deployed'))],
  },
  {
    procedure: 'cano.proc.quarterly.upgrade-planning',
    tools: ['helm'],
    files,
    findings: ['cano.defect.exec-tools-in-image', 'cano.defect.upgrade-test-not-staging'],
    before: [install],
    documented: [
      step(1, refused('(executable file not found|no such file)')),
      step(2, refused('no repositories configured')),
      step(3, accepted('^NAMESPACE: monitoring$.*^STATUS: pending-upgrade$')),
      run('nothing has been upgraded', 'helm list -n monitoring -o json', accepted('"revision":"1"')),
    ],
    corrected: [
      step(1, accepted('^\\d+\\.\\d+\\.\\d+'), {
        replace: [
          ['-- cano-collector --version', '-- node /app/collector-under-test/cano-collector/main.ts --version'],
        ],
      }),
      run(
        'Check for new versions, in the chart that is there',
        'helm show chart cano-collector/cano-collector',
        accepted('version: 1.0.0'),
      ),
      step(3, accepted('STATUS: pending-upgrade'), { replace: [['--dry-run', '--dry-run=server']] }),
    ],
  },
];
