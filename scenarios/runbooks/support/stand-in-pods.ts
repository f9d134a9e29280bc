import type { CheckText } from '../../../harness/index.ts';
import { accepted, run } from './forms.ts';

/**
 * Stands for a cluster in which Prometheus is a Deployment, as the documents' files have it: pods are folders, in which a
 * command runs with the programs that its image has, and a Service is a server that was started.
 */
const kubectl = `#!/bin/bash
fail() { echo "$1" >&2; exit 1; }
podOf() {
  case "$1" in deployment/*) ls "$HOME/pods" | grep "^\${1#deployment/}-" | head -n 1 ;; *) echo "\${1#pod/}" ;; esac
}
inPod() {
  pod=$(podOf "$1")
  [ -d "$HOME/pods/$pod" ] || fail "Error from server (NotFound): pods \\"$pod\\" not found"
  cd "$HOME/pods/$pod" || exit 1
}
verb=$1; shift
case "$verb" in
create) exec "$(dirname "$0")/itself/kubectl" create "$@" ;;
apply)
  yq -o json . - > applied.json && for key in $(jq -r '.data | keys[]' applied.json); do
    for mount in "$HOME"/pods/prometheus-*/etc/prometheus; do jq -j --arg key "$key" '.data[$key]' applied.json > "$mount/$key"; done
  done && echo "configmap/$(jq -r .metadata.name applied.json) configured" ;;
get)
  for last; do [ "$last" = -l ] && next=1 && continue; [ -n "$next" ] && selector=$last && next=; done
  ls "$HOME/pods" | grep "^\${selector#app=}-" | sed s,^,pod/, ;;
exec)
  while [ "$1" != -- ]; do case "$1" in -n) shift ;; -*) ;; *) inPod "$1" ;; esac; shift; done; shift
  ls programs | grep -qx "$1" || fail "exec: \\"$1\\": executable file not found in \\$PATH"
  for word; do shift; case "$word" in /*) word=$PWD$word ;; esac; set -- "$@" "$word"; done
  [ -f env ] && export $(cat env)
  exec "$@" ;;
cp)
  from=\${1#*:}; pod=\${1%%:*}; to=$PWD/$2; inPod "\${pod#*/}"
  cp ".$from" "$to" ;;
port-forward)
  [ "$1" = -n ] && shift 2
  "$HOME/reach.sh" "\${1#svc/}" "localhost:\${2%%:*}"; exec sleep 300 ;;
*) fail "not stood in for: kubectl $verb" ;;
esac
`;

/** The stand-in, and what the pod of Prometheus has: the programs of its image, of which curl is none. */
export const podFiles: Readonly<Record<string, CheckText>> = {
  'kubectl.sh': kubectl,
  'pods/prometheus-5c9f7d8b6d-q4x2m/programs/tar': '',
  'pods/prometheus-5c9f7d8b6d-q4x2m/programs/rm': '',
  'pods/prometheus-5c9f7d8b6d-q4x2m/programs/sh': '',
  'pods/prometheus-5c9f7d8b6d-q4x2m/tmp/.keep': '',
  'pods/prometheus-5c9f7d8b6d-q4x2m/etc/prometheus/.keep': '',
};

/** From here on `kubectl` is the stand-in; itself it makes manifests. */
export const inPods = run(
  'kubectl reaches the pods',
  `programs=\${PATH%%:*}
[ -e "$programs/kubectl" ] && mkdir "$programs/itself" && mv "$programs/kubectl" "$programs/itself/"
cp kubectl.sh "$programs/kubectl"`,
  accepted(),
);
