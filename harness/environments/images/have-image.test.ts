import { describe, expect, test } from 'vitest';
import { noEngine } from '../testing/no-engine.ts';
import { haveImage } from './have-image.ts';
import { openEngine } from './open-engine.ts';

const settings = { registry: '', pull: 'missing', names: {} } as const;
const nowhere = '127.0.0.1:9/firedrill/nothing:1';

test('an engine that does not answer is said once, with what to do', async () => {
  const refused = async () => await Promise.reject(new Error('connect ECONNREFUSED'));
  await expect(openEngine(refused)).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: expect.stringMatching(/no container engine answers.*ECONNREFUSED.*DOCKER_HOST/s) as string,
  });
});

describe.skipIf(noEngine !== undefined)(`an image that is not there (${noEngine ?? 'an engine answers'})`, () => {
  test.each([
    ['missing', /registry.*FIREDRILL_REGISTRY|refused.*FIREDRILL_REGISTRY/s],
    ['never', /FIREDRILL_PULL=never/],
  ] as const)('is named, pull policy %s', async (pull, message) => {
    await expect(haveImage(await openEngine(), nowhere, { ...settings, pull })).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      message: expect.stringMatching(message) as string,
    });
  });
});
