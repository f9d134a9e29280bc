import { HarnessError } from '../../core/index.ts';
import { publicImages, type ImageSettings, type PublicImage } from './image-settings.ts';

const policies = ['missing', 'never', 'always'] as const;

/**
 * Reads `FIREDRILL_REGISTRY`, `FIREDRILL_PULL` and `FIREDRILL_IMAGE_NAME`, NAME being `PROMETHEUS` and the like; an empty
 * variable counts as unset. Throws `USAGE` for a policy that there is not.
 */
export const readImageSettings = (env: Readonly<Record<string, string | undefined>>): ImageSettings => {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const asked = given('FIREDRILL_PULL') ?? 'missing';
  const pull = policies.find((policy) => policy === asked);
  if (pull === undefined) {
    const expected = `one of ${policies.join(', ')}`;
    throw new HarnessError('USAGE', { what: 'no such pull policy', where: 'FIREDRILL_PULL', expected, got: asked });
  }
  const named = (Object.keys(publicImages) as PublicImage[]).flatMap((image) => {
    const name = given(`FIREDRILL_IMAGE_${image.toUpperCase()}`);
    return name === undefined ? [] : [[image, name] as const];
  });
  return { registry: given('FIREDRILL_REGISTRY') ?? '', pull, names: Object.fromEntries(named) };
};
