/** One destination whose attempts are close together, so that what was disturbed is over soon after its cause. */
export const quickDestination = {
  'destinations.yaml': `destinations:
  - name: ops-webhook
    type: webhook
    url: \${sink.webhook}/alerts
    timeoutMs: 3000
    retry: { baseMs: 200, maxMs: 1000, maxAttempts: 60 }
`,
};
