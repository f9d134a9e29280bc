import { accepted, run } from './forms.ts';

/** Loads `rules.yml` into Prometheus. */
export const loadRules = `kubectl create configmap prometheus-rules -n monitoring --from-file=rules.yml --dry-run=client -o yaml |
  kubectl replace -f - && kubectl rollout restart deployment/prometheus -n monitoring &&
  kubectl rollout status deployment/prometheus -n monitoring --timeout=90s`;

/** That Prometheus has an alert in a state, or has it in none. */
export const alertIs = (name: string, state: 'pending' | 'firing' | 'absent', withinMs?: number) =>
  run(
    `${name} is ${state}`,
    `curl -sf http://prometheus:9090/api/v1/alerts | jq -r '"state: " + ([.data.alerts[] | select(.labels.alertname == "${name}") | .state] | if any(. == "firing") then "firing" elif length > 0 then .[0] else "absent" end)'`,
    accepted(`^state: ${state}$`),
    withinMs === undefined ? {} : { withinMs },
  );
