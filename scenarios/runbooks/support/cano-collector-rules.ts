import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';

/** The operator's definition, as far as a rule needs it: it serves v1 and nothing else. */
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: prometheusrules.monitoring.coreos.com}
spec:
  group: monitoring.coreos.com
  scope: Namespaced
  names: {kind: PrometheusRule, plural: prometheusrules, singular: prometheusrule, listKind: PrometheusRuleList}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`;

/** Procedures that load alerting rules. */
export const ruleRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.install-alert-rules',
    tools: ['promtool', 'yq'],
    files: { 'definition.yaml': definition },
    findings: ['cano.defect.prometheusrule-v1alpha1'],
    before: [
      run(
        'the operator has defined its resources',
        `kubectl apply -f definition.yaml
kubectl wait --for=condition=Established customresourcedefinition/prometheusrules.monitoring.coreos.com --timeout=30s`,
        accepted(),
      ),
    ],
    good: [
      run(
        'Prometheus takes its four rules',
        'kubectl get prometheusrule cano-collector-alerts -n monitoring -o yaml | yq .spec > loaded.yaml && promtool check rules loaded.yaml',
        accepted('SUCCESS: 4 rules found'),
      ),
    ],
    documented: [
      step(1, refused('no matches for kind "PrometheusRule" in version "monitoring.coreos.com/v1alpha1"'), {
        lines: '62-105',
        file: 'rules.yaml',
      }),
    ],
    corrected: [
      step(1, accepted('created'), {
        lines: '62-105',
        file: 'rules.yaml',
        replace: [['monitoring.coreos.com/v1alpha1', 'monitoring.coreos.com/v1']],
      }),
    ],
  },
];

/** Procedures that need nothing but a shell. */
export const shellRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.automated.maintenance-alerts',
    tools: ['promtool'],
    findings: ['cano.defect.maintenance-rules-no-group'],
    documented: [
      step(1, refused('FAILED|error|unmarshal'), { file: 'rules.yaml', run: 'promtool check rules rules.yaml' }),
    ],
    corrected: [
      step(1, accepted('SUCCESS: 2 rules found'), {
        file: 'rules.yaml',
        run: `(printf 'groups:\\n- name: maintenance\\n  rules:\\n'; sed 's/^/  /' rules.yaml) > grouped.yaml
promtool check rules grouped.yaml`,
      }),
    ],
  },
];
