/** Namespaced kinds that rehearsals of a Deployment change. */
export const deploymentKinds = [
  'configmaps',
  'secrets',
  'deployments.apps',
  'services',
  'serviceaccounts',
  'networkpolicies.networking.k8s.io',
  'cronjobs.batch',
  'jobs.batch',
  'persistentvolumeclaims',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
];
