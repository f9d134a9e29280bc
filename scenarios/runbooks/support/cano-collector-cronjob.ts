import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, run, step } from './forms.ts';

/** Starts a job of the CronJob under a name, with a change of it, and gives how it ended and what it said. */
const jobOf = `#!/bin/bash
kubectl create job "$1" --from=cronjob/cano-collector-backup -n monitoring --dry-run=client -o yaml |
  yq ".spec.backoffLimit = 0 | .spec.template.spec |= (.restartPolicy = \\"Never\\" | $2)" | kubectl apply -f - || exit
until kubectl get job "$1" -n monitoring -o jsonpath='{.status.conditions[*].type}' | grep -Ewo 'Complete|Failed'; do
  sleep 0.3
done
kubectl logs "job/$1" -n monitoring
`;
/** An image that has a shell, into which kubectl is put from the node that has it. */
const image =
  "kubectl get deployment cano-collector -n monitoring -o jsonpath='{.spec.template.spec.containers[0].image}'";
const withKubectl = `.containers[0].image = \\"$(${image})\\" |
  .containers[0].imagePullPolicy = \\"IfNotPresent\\" |
  .containers[0].volumeMounts += [{\\"name\\": \\"kubectl\\", \\"mountPath\\": \\"/usr/local/bin/kubectl\\"}] |
  .volumes += [{\\"name\\": \\"kubectl\\", \\"hostPath\\": {\\"path\\": \\"/usr/bin/kubectl\\"}}]`;
const mounted = '.containers[0].volumeMounts += [{\\"name\\": \\"backup\\", \\"mountPath\\": \\"/backup\\"}]';
const account = run(
  'its account may read both',
  `kubectl create serviceaccount backup -n monitoring
kubectl create role backup -n monitoring --verb=get --resource=configmaps,secrets
kubectl create rolebinding backup -n monitoring --role=backup --serviceaccount=monitoring:backup`,
  accepted('rolebinding.* created'),
);
const reader = `kubectl create deployment reader --image="$(${image})" -n monitoring --dry-run=client -o yaml -- \\
  sh -c 'rm -f /backup/* && chmod 777 /backup && exec sleep infinity' |
  yq '.spec.template.spec |= (.terminationGracePeriodSeconds = 0 |
    .containers[0].securityContext.runAsUser = 0 |
    .containers[0].volumeMounts = [{"name": "backup", "mountPath": "/backup"}] |
    .volumes = [{"name": "backup", "persistentVolumeClaim": {"claimName": "backup-pvc"}}])' | kubectl apply -f -
kubectl rollout status deployment/reader -n monitoring --timeout=50s
until kubectl exec deployment/reader -n monitoring -- sh -c 'test -z "$(ls /backup)"'; do sleep 0.3; done`;
/** Writes into a file of a backup only what has been got whole. */
const kept = (name: string): readonly (readonly [string, string])[] => {
  const file = `/backup/${name}-$(date +%Y%m%d).yaml`;
  return [[`> ${file}`, `> /tmp/got\n              cp /tmp/got ${file}`]];
};
const removed = 'kubectl delete configmap/cano-collector-config -n monitoring --ignore-not-found';

/** The backup that a CronJob makes, proven by what it restores. */
export const cronJobRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.automated.backup-cronjob',
    tools: ['yq'],
    findings: [
      'cano.defect.cronjob-no-volume-mount',
      'cano.defect.cronjob-no-rbac',
      'cano.defect.cronjob-masks-failure',
      'cano.defect.cronjob-image',
    ],
    files: { 'job.sh': jobOf },
    before: [run('the claim is there, with nothing in it, and somebody who reads it', reader, accepted())],
    good: [
      run(
        'both are restored from what the job has written',
        `for each in backup secrets; do
  kubectl exec deployment/reader -n monitoring -- sh -c "cat /backup/$each-2*.yaml" > $each.yaml && test -s $each.yaml || exit 1
done
kubectl delete configmap/cano-collector-config secret/cano-collector-secrets -n monitoring --ignore-not-found
kubectl apply -f backup.yaml -f secrets.yaml || exit 1
kubectl get configmap cano-collector-config -n monitoring -o jsonpath='{.data}'
kubectl get secret cano-collector-secrets -n monitoring -o jsonpath='{.data.slack-webhook}' | base64 -d`,
        accepted('ops-webhook.*services/T000/B000'),
      ),
    ],
    state: 'kubectl get jobs -n monitoring; kubectl exec deployment/reader -n monitoring -- ls -l /backup',
    documented: [
      step(1, accepted('cronjob.batch/cano-collector-backup created'), { file: 'cronjob.yaml' }),
      run(
        'its image has no tag, so that every job asks the registry for another',
        "kubectl get cronjob cano-collector-backup -n monitoring -o jsonpath='{.spec.jobTemplate.spec.template.spec.containers[0].image} {.spec.jobTemplate.spec.template.spec.containers[0].imagePullPolicy}'",
        accepted('^bitnami/kubectl Always$'),
      ),
      run('with an image that is there, it has nowhere to write to', `./job.sh unmounted "${withKubectl}"`, {
        says: '^Failed.*/backup/backup-\\d+.yaml: Directory nonexistent.*/backup/secrets-\\d+.yaml: Directory nonexistent',
      }),
      run('with somewhere to write to, it may read neither', `./job.sh unbound "${withKubectl} | ${mounted}"`, {
        says: '^Failed.*configmaps "cano-collector-config" is forbidden.*secrets "cano-collector-secrets" is forbidden',
      }),
      account,
      run('there is no configuration', removed, accepted('deleted')),
      run(
        'where it may read them, it is complete without the configuration',
        `./job.sh masked "${withKubectl} | ${mounted} | .serviceAccountName = \\"backup\\""`,
        accepted('^Complete.*configmaps "cano-collector-config" not found'),
      ),
      run(
        'the backup of the configuration is empty',
        `kubectl exec deployment/reader -n monitoring -- sh -c 'stat -c "%s %n" /backup/*'`,
        accepted('^0 /backup/backup-.*^[1-9]\\d* /backup/secrets-'),
      ),
    ],
    corrected: [
      account,
      step(1, accepted('cronjob.batch/cano-collector-backup created'), {
        file: 'cronjob.yaml',
        run: `sed -i "s#bitnami/kubectl#$(${image})#" cronjob.yaml && kubectl apply -f cronjob.yaml`,
        replace: [
          ['            - |\n', '            - |\n              set -eu\n'],
          ...kept('backup'),
          ...kept('secrets'),
          [
            '          volumes:\n',
            `            volumeMounts:
            - {name: backup, mountPath: /backup}
            - {name: kubectl, mountPath: /usr/local/bin/kubectl}
          serviceAccountName: backup
          volumes:
          - name: kubectl
            hostPath: {path: /usr/bin/kubectl}
`,
          ],
        ],
      }),
      run('it is two o’clock', './job.sh at-two .', accepted('^Complete')),
      run('there is no configuration', removed, accepted('deleted')),
      run('then it fails, and leaves the backup as it is', './job.sh without .', {
        says: '^Failed.*configmaps "cano-collector-config" not found',
      }),
    ],
  },
];
