/** Where pods that a drill has for itself run, so that what breaks a worker breaks none of them. */
export const onControlPlane = {
  nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
} as const;
