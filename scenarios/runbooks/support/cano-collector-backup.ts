import type { Rehearsal } from '../../../harness/index.ts';
import { allUp, delivers, lastLog } from './cano-collector-site.ts';
import { accepted, refused, run, step } from './forms.ts';

const readConfig = "kubectl get configmap cano-collector-config -n monitoring -o jsonpath='{.data}'";
const corrupt =
  'kubectl patch configmap cano-collector-config -n monitoring --type=merge -p \'{"data":{"destinations.yaml":"destinations: [broken"}}\'';
const dumpOf = (file: string): string =>
  `kubectl get configmap cano-collector-config -n monitoring -o yaml > ${file}
   kubectl get secret cano-collector-secrets -n monitoring -o yaml > backup-secrets.yaml`;
const withoutIdentity = 'yq -i "del(.metadata.resourceVersion, .metadata.uid, .metadata.creationTimestamp)"';
const configIsBack = run('the configuration is the one that was backed up', readConfig, accepted('ops-webhook'));

/** Backups of cano-collector, each proven by what it restores. */
export const backupRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.config-recovery',
    tools: ['yq'],
    findings: ['cano.defect.config-restore-conflict'],
    before: [run('there is a backup', dumpOf('backup-destinations.yaml'), accepted())],
    fault: {
      title: 'the configuration is corrupted in place',
      run: corrupt,
      seen: run('it is corrupt', readConfig, accepted('broken')),
    },
    good: [configIsBack],
    state: readConfig,
    documented: [step(1, { says: 'object has been modified' })],
    corrected: [
      run(
        'take from the backups what belongs to the object as it was',
        `${withoutIdentity} backup-destinations.yaml
${withoutIdentity} backup-secrets.yaml`,
        accepted(),
      ),
      step(1, accepted('configmap/cano-collector-config configured')),
    ],
  },
  {
    procedure: 'cano.proc.emergency.configuration',
    tools: ['yq', 'curl'],
    findings: ['cano.defect.config-restore-conflict', 'cano.defect.rst-commands-not-rendered'],
    before: [run('there is a backup of today', dumpOf('backup-$(date +%Y%m%d).yaml'), accepted())],
    fault: {
      title: 'the configuration is corrupted in place',
      run: `${corrupt} && kubectl rollout restart deployment/cano-collector -n monitoring`,
      seen: run('a collector that starts with it ends', lastLog, accepted('cannot start'), { withinMs: 60_000 }),
    },
    good: [configIsBack, run('every collector is up with it', allUp, accepted()), delivers],
    state: `${readConfig}; echo; kubectl get pods -n monitoring -l app=cano-collector --no-headers`,
    documented: [
      step(1, refused('object has been modified')),
      step(2, accepted('deployment.apps/cano-collector restarted')),
    ],
    corrected: [
      run(
        'take from the backup what belongs to the object as it was',
        `${withoutIdentity} backup-$(date +%Y%m%d).yaml`,
        accepted(),
      ),
      step(1, accepted('configmap/cano-collector-config configured')),
      step(2, accepted('deployment.apps/cano-collector restarted')),
    ],
  },
  {
    procedure: 'cano.proc.monthly.backup-verification',
    findings: ['cano.defect.backup-verification-dry-run-client', 'cano.defect.backup-naming-inconsistent'],
    before: [
      run(
        'there are backups of today, and the configuration has changed since',
        `${dumpOf('backup-$(date +%Y%m%d).yaml')}
mv backup-secrets.yaml secrets-$(date +%Y%m%d).yaml
${corrupt}`,
        accepted(),
      ),
    ],
    documented: [
      step(1, accepted('configured \\(dry run\\)'), {
        title: '1. Test configuration restore: says that it would work',
      }),
      step(2, { status: 0, says: 'backup-', saysNot: 'secrets-' }),
    ],
    corrected: [
      step(1, refused('object has been modified'), {
        title: '1. Test configuration restore: says that it would not work',
        replace: [['--dry-run=client', '--dry-run=server']],
      }),
      step(2, accepted('secrets-'), { replace: [['backup-*.yaml', 'backup-*.yaml secrets-*.yaml']] }),
    ],
  },
];
