/** A command that ends once an app has exactly one pod in the namespace, none that is on its way out beside it. */
export const onePod = (app: string): string =>
  `until [ "$(kubectl get pods -l app=${app} --no-headers | wc -l)" = 1 ]; do sleep 0.3; done`;
