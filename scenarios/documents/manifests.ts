import type { CheckProbe, CheckText, DocumentSuite } from '../../harness/index.ts';
import { lines } from './forms.ts';

/** All manifests of document 002, from block to block. */
const endpointStatistics = [
  '51-101',
  '105-162',
  '166-178',
  '182-194',
  '202-221',
  '225-301',
  '305-317',
  '321-329',
  '333-345',
  '416-450',
  '458-498',
  '502-535',
  '539-582',
  '590-625',
  '633-679',
  '683-717',
  '721-733',
].map((range) => lines('002', range));
const backupJob = lines('001', '289-313');
const policy = lines('000', '312-339');
const role = lines('000', '348-358');

const named = (manifests: readonly CheckText[], says: string): CheckProbe => ({
  run: { kind: 'references', manifests },
  expect: { status: 'refused', says },
});
const resolved = (manifests: readonly CheckText[], saysNot: string): CheckProbe => ({
  run: { kind: 'references', manifests },
  expect: { saysNot },
});
const may = (
  manifests: readonly CheckText[],
  account: string,
  [verb, resource]: [string, string],
  granted: boolean,
): CheckProbe => ({
  run: { kind: 'grants', manifests, account, verb, resource },
  expect: { status: granted ? 'accepted' : 'refused', says: granted ? '^yes' : '^no' },
});
const object = (kind: string, name: string, namespace: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\n`;
const grant = (account: string, resource: string, verb: string): string => {
  const [namespace = '', name = ''] = account.split('/');
  return [
    `kind: ClusterRole\nmetadata: {name: granted}\nrules:\n- {apiGroups: [""], resources: [${resource}], verbs: [${verb}]}`,
    `kind: ClusterRoleBinding\nmetadata: {name: granted}\nroleRef: {kind: ClusterRole, name: granted}\nsubjects:\n- {kind: ServiceAccount, name: ${name}, namespace: ${namespace}}`,
  ].join('\n---\n');
};
const logs = (volumes: string): string =>
  `kind: Deployment\nmetadata: {name: cano-collector, namespace: monitoring}\nspec:\n  template:\n    spec:\n      containers:\n      - name: cano-collector\n        volumeMounts:\n        - {name: logs, mountPath: /var/log}\n${volumes}`;

/** What the documented manifests name and do not define, and what their roles and policies let through. */
export const manifests: DocumentSuite = {
  checks: [
    {
      finding: 'cano.defect.cronjob-no-volume-mount',
      shows: 'the volume of the backup job is mounted by no container; with a volumeMount it is',
      documented: named([backupJob], 'volumeMount backup of CronJob monitoring/cano-collector-backup'),
      corrected: resolved(
        [
          {
            ...backupJob,
            replace: [
              [
                'image: bitnami/kubectl',
                'image: bitnami/kubectl\n            volumeMounts: [{name: backup, mountPath: /backup}]',
              ],
            ],
          },
        ],
        'volumeMount backup',
      ),
    },
    {
      finding: 'epstats.defect.rules-never-loaded',
      shows: 'no manifest of the document defines the ConfigMap that Prometheus mounts its rules from; one more does',
      documented: named(endpointStatistics, 'ConfigMap endpoint-stats/prometheus-rules'),
      corrected: resolved(
        [...endpointStatistics, object('ConfigMap', 'prometheus-rules', 'endpoint-stats')],
        'prometheus-rules',
      ),
    },
    {
      finding: 'epstats.defect.prometheus-serviceaccount-missing',
      shows: 'no manifest of the document defines the service account of Prometheus; one more does',
      documented: named(endpointStatistics, 'ServiceAccount endpoint-stats/prometheus'),
      corrected: resolved(
        [...endpointStatistics, object('ServiceAccount', 'prometheus', 'endpoint-stats')],
        'ServiceAccount',
      ),
    },
    {
      finding: 'epstats.defect.grafana-dashboards-configmap-missing',
      shows: 'no manifest of the document defines the ConfigMap of the dashboards; one more does',
      documented: named(endpointStatistics, 'ConfigMap endpoint-stats/grafana-dashboards'),
      corrected: resolved(
        [...endpointStatistics, object('ConfigMap', 'grafana-dashboards', 'endpoint-stats')],
        'grafana-dashboards',
      ),
    },
    {
      finding: 'epstats.defect.checklist-all-ticked',
      shows: 'what is ticked as deployed names three objects that do not exist; with them it names none',
      documented: named(endpointStatistics, 'grafana-dashboards.*prometheus-rules.*ServiceAccount'),
      corrected: {
        run: {
          kind: 'references',
          manifests: [
            ...endpointStatistics,
            object('ConfigMap', 'grafana-dashboards', 'endpoint-stats'),
            object('ConfigMap', 'prometheus-rules', 'endpoint-stats'),
            object('ServiceAccount', 'prometheus', 'endpoint-stats'),
          ],
        },
        expect: { status: 'accepted' },
      },
    },
    {
      finding: 'epstats.defect.prometheus-rbac-missing',
      shows: 'the roles of the document do not let Prometheus list pods; a binding does',
      documented: may(endpointStatistics, 'endpoint-stats/prometheus', ['list', 'pods'], false),
      corrected: may(
        [...endpointStatistics, grant('endpoint-stats/prometheus', 'pods', 'list')],
        'endpoint-stats/prometheus',
        ['list', 'pods'],
        true,
      ),
    },
    {
      finding: 'cano.defect.cronjob-no-rbac',
      shows: "the documented role does not let the job's account read Secrets; a binding does",
      documented: may([backupJob, role], 'monitoring/default', ['get', 'secrets'], false),
      corrected: may(
        [backupJob, role, grant('monitoring/default', 'secrets', 'get')],
        'monitoring/default',
        ['get', 'secrets'],
        true,
      ),
    },
    {
      finding: 'cano.defect.rbac-no-binding',
      shows: 'the role alone does not let the collector list pods; a binding of it does',
      documented: may([role], 'monitoring/cano-collector', ['list', 'pods'], false),
      corrected: may(
        [role, grant('monitoring/cano-collector', 'pods', 'list')],
        'monitoring/cano-collector',
        ['list', 'pods'],
        true,
      ),
    },
    {
      finding: 'k8smon.defect.leader-rbac-missing',
      shows: "the document's only manifest does not let the application make ConfigMaps; a binding does",
      documented: may([lines('003', '280-313')], 'monitoring/default', ['create', 'configmaps'], false),
      corrected: may(
        [lines('003', '280-313'), grant('monitoring/default', 'configmaps', 'create')],
        'monitoring/default',
        ['create', 'configmaps'],
        true,
      ),
    },
    {
      finding: 'cano.defect.log-cleanup-patch-rejected',
      shows: 'the patched deployment mounts a volume that it does not declare; with the volume it does',
      documented: named([logs('')], 'volume logs of Deployment monitoring/cano-collector'),
      corrected: resolved([logs('      volumes: [{name: logs, emptyDir: {}}]\n')], 'logs'),
    },
    {
      finding: 'cano.defect.networkpolicy-blocks-destinations',
      shows: 'by its own rules the policy shuts out DNS and every destination; with port 53 and 443 it does not',
      documented: {
        run: {
          kind: 'network-policy',
          policy,
          direction: 'egress',
          peers: {
            dns: { namespace: { 'kubernetes.io/metadata.name': 'kube-system' }, protocol: 'UDP', port: 53 },
            slack: { protocol: 'TCP', port: 443 },
          },
        },
        expect: { status: 2, says: 'dns, slack' },
      },
      corrected: {
        run: {
          kind: 'network-policy',
          policy: {
            ...policy,
            within: { after: '  - ports:\n    - {protocol: UDP, port: 53}\n    - {protocol: TCP, port: 443}\n' },
          },
          direction: 'egress',
          peers: {
            dns: { namespace: { 'kubernetes.io/metadata.name': 'kube-system' }, protocol: 'UDP', port: 53 },
            slack: { protocol: 'TCP', port: 443 },
          },
        },
        expect: { status: 'accepted' },
      },
    },
    {
      finding: 'cano.defect.networkpolicy-namespace-label',
      shows:
        'a namespace with the labels that it is created with is shut out; by the label that every namespace has it is let in',
      documented: {
        run: {
          kind: 'network-policy',
          policy,
          direction: 'ingress',
          peers: {
            prometheus: { namespace: { 'kubernetes.io/metadata.name': 'monitoring' }, protocol: 'TCP', port: 8080 },
          },
        },
        expect: { status: 1, says: 'prometheus' },
      },
      corrected: {
        run: {
          kind: 'network-policy',
          policy: {
            ...policy,
            replace: [['          name: monitoring', '          kubernetes.io/metadata.name: monitoring']],
          },
          direction: 'ingress',
          peers: {
            prometheus: { namespace: { 'kubernetes.io/metadata.name': 'monitoring' }, protocol: 'TCP', port: 8080 },
          },
        },
        expect: { status: 'accepted' },
      },
    },
  ],
};
