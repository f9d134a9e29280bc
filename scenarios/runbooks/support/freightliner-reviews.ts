import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run } from './forms.ts';
import { stackFiles, startAlertmanager, startPrometheus } from './local-stack.ts';

const total = (status: string): string => `freightliner_replications_total{status="${status}"}`;
/** Failures of a share of 1000 replications a minute, over 12 h, and how many alerts fire at its end. */
const share = (failed: number, sample: string, expr: string): string => `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: '${total('success')}', values: '0+${1000 - failed}x720'}
      - {series: '${total('failed')}', values: '0+${failed}x720'}
    promql_expr_test:
      - {expr: '${expr}', eval_time: 12h, exp_samples: [${sample}]}
`;
const firing = 'count(ALERTS{alertstate="firing"})';
const one = "{labels: '{}', value: 1}";
const burnRule = `      - record: job:freightliner_burn_rate:1h
        expr: sum(rate(freightliner_replications_total{status!="success"}[1h])) / sum(rate(freightliner_replications_total[1h])) / 0.001
      - alert: BudgetBurn
        expr: job:freightliner_burn_rate:1h > 14.4
        labels: {severity: critical}
`;
/** What the document says that all alerts have, under the names that are usual. */
const lint = `#!/bin/bash
yq -o json . "$1" | jq -r '.groups[].rules[] | select(.alert) | . as $rule
  | (if .labels.severity then empty else "severity" end),
    (("impact", "remediation", "runbook_url") | select($rule.annotations[.] == null))
  | "\\($rule.alert): no \\(.)"' > missing && cat missing && ! test -s missing
`;
const described = {
  document: '004',
  lines: '362-370',
  within: { before: 'groups:\n- name: g\n  rules:\n', indent: 2 },
} as const;
/** The hash is of a password that only this rehearsal has. */
const users = "basic_auth_users:\n  operator: '$2b$10$a5BegmaH28rt8hgI5sQwCuFZKMzIFdRocm/cQmY/OlQIz1ZkADtHa'\n";
const asked = (who: string): string =>
  ['prometheus /api/v1/query?query=1', 'alertmanager /api/v2/alerts']
    .map((each) => each.split(' '))
    .map(
      ([name, path]) =>
        `curl -s -o /dev/null -w '${name} %{http_code}\\n' ${who} "http://127.0.0.1:$(cat services/${name})${path}"`,
    )
    .join('\n');
const burns = `printf '%s' '${burnRule}' >> rules.yml && promtool check rules rules.yml`;
const both = (status: number): string => `^prometheus ${status}$\\s^alertmanager ${status}$`;

/** Procedures that look at what there is. */
export const freightlinerReviews: readonly Rehearsal[] = [
  {
    procedure: 'freightliner.proc.review.alert-and-dashboard-design',
    tools: ['yq', 'jq', 'promtool'],
    findings: ['freightliner.defect.alert-annotations-claim'],
    files: { 'lint.sh': lint, 'rules.yml': described },
    documented: [
      run(
        'the documented example has what all alerts have',
        './lint.sh rules.yml',
        refused('no impact.*no remediation.*no runbook_url'),
      ),
    ],
    corrected: [
      run(
        'with its impact, a remedy and a link it has',
        `printf '      impact: images are late\\n      remediation: add a worker\\n      runbook_url: https://wiki.company.com/freightliner/monitoring\\n' >> rules.yml
promtool check rules rules.yml && ./lint.sh rules.yml`,
        accepted('SUCCESS: 1 rules found'),
      ),
      run(
        'one that is not classified is found',
        "sed -i 's/severity: /level: /' rules.yml; ./lint.sh rules.yml",
        refused('^MyCustomAlert: no severity$'),
      ),
    ],
  },
  {
    procedure: 'freightliner.proc.review.slo-quarterly',
    tools: ['promtool'],
    findings: ['freightliner.defect.slo-availability-alert-gap'],
    files: {
      'rules.yml': { document: 'fixtures/systems/freightliner/rules.yaml' },
      'burning.yml': share(99, one, firing),
      'silent.yml': share(99, '', firing),
      'kept.yml': share(1, '', firing),
      'rate.yml': share(99, "{labels: '{}', value: 99}", 'round(job:freightliner_burn_rate:1h, 0.01)'),
    },
    good: [
      run(
        'an alert fires while 9.9 % of all replications fail, which spends the budget of a month in 8 h',
        'promtool test rules burning.yml',
        accepted('SUCCESS'),
      ),
    ],
    documented: [run('with the documented alerts none does', 'promtool test rules silent.yml', accepted('SUCCESS'))],
    corrected: [
      run('the burn rate is tracked', burns, accepted('SUCCESS: 12 rules found')),
      run('it is what it is', 'promtool test rules rate.yml', accepted('SUCCESS')),
      run('at one failure in a thousand no alert fires', 'promtool test rules kept.yml', accepted('SUCCESS')),
    ],
  },
  {
    procedure: 'freightliner.proc.security-hardening',
    tools: ['prometheus', 'alertmanager'],
    files: {
      ...stackFiles,
      'prometheus.yml': 'global: {}\n',
      'alertmanager.yml': 'route: {receiver: none}\nreceivers: [{name: none}]\n',
      'web.yml': users,
    },
    good: [
      run('nobody is answered without a password', asked(''), accepted(both(401))),
      run('nor with the documented default', asked('-u admin:changeme'), accepted(both(401))),
      run('its operator is', asked("-u 'operator:correct horse battery'"), accepted(both(200))),
    ],
    documented: [
      run(
        'Prometheus and Alertmanager run as they do by default',
        [startPrometheus(), startAlertmanager()].join(' &&\n'),
        accepted(),
      ),
      run('everybody is answered', asked(''), accepted(both(200))),
    ],
    corrected: [
      run(
        'they ask for a password',
        [startPrometheus('--web.config.file=web.yml'), `${startAlertmanager()} --web.config.file=web.yml`].join(
          ' &&\n',
        ),
        accepted(),
      ),
    ],
  },
];
