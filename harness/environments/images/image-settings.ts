import { HarnessError } from '../../core/index.ts';

/** Which images are used and where they come from, as `docs/environments.md` lists. */
export type ImageSettings = {
  /** Put before every image's name, such as `registry.example:5000/mirror`; empty for the public registries. */
  readonly registry: string;
  /** `missing` pulls what is not there, `never` pulls nothing, `always` asks the registry each time. */
  readonly pull: 'missing' | 'never' | 'always';
  /** Names in place of the pinned ones, by what the image is for. */
  readonly names: Readonly<Partial<Record<PublicImage, string>>>;
};

/** The public images, each at the version that the harness is written for. */
export const publicImages = {
  node: 'node:24-slim',
  prometheus: 'prom/prometheus:v3.15.0',
  alertmanager: 'prom/alertmanager:v0.34.2',
  postgres: 'postgres:15',
  registry: 'registry:3',
  redis: 'redis:7',
  toxiproxy: 'ghcr.io/shopify/toxiproxy:2.5.0',
  k6: 'grafana/k6:1.8.1',
  metrics_server: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0',
} as const;

export type PublicImage = keyof typeof publicImages;

/** Takes the name of a pinned image; throws `DRILL_INVALID` for another. */
export const publicImageOf = (name: string): PublicImage => {
  if (Object.hasOwn(publicImages, name)) return name as PublicImage;
  const expected = `one of ${Object.keys(publicImages).join(', ')}`;
  throw new HarnessError('DRILL_INVALID', { what: 'no image is pinned of this name', expected, got: name });
};

/** Gives the whole name under which an image is asked for: one that is set is taken as it is. */
export const imageName = (image: PublicImage, { registry, names }: ImageSettings): string =>
  names[image] ?? (registry === '' ? publicImages[image] : `${registry.replace(/\/+$/, '')}/${publicImages[image]}`);
