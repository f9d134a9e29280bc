import { describe, expect, test } from 'vitest';
import { looksLikeProduction, mustAllowDisruption, type Disruption } from './guard.ts';

const allowed: Disruption = {
  allowed: true,
  namespaces: ['shop', 'other'],
  context: 'kind-dev',
  namespace: 'shop',
  production: undefined,
  names: ['kind-dev', '127.0.0.1'],
};

describe('mustAllowDisruption', () => {
  test('lets through what is allowed, named and listed', () => {
    expect(() => mustAllowDisruption(allowed)).not.toThrow();
  });

  test.each<[string, Partial<Disruption>, string]>([
    ['nothing allows it', { allowed: false }, '--allow-disruption'],
    ['no context is named', { context: undefined }, '--context'],
    ['no namespace is named', { namespace: undefined }, '--namespace'],
    ['no namespace is named and an empty one listed', { namespace: '', namespaces: [''] }, '--namespace'],
    ['the namespace is not listed', { namespaces: ['other'] }, '--namespaces'],
    ['a list of everything is no list', { namespaces: ['*'] }, '--namespaces'],
    ["it is the cluster's own", { namespace: 'kube-system', namespaces: ['kube-system'] }, 'never disturbed'],
    ['the context looks like production', { context: 'eks-prod-eu' }, 'eks-prod-eu'],
    ['the namespace looks like production', { namespace: 'live', namespaces: ['live'] }, 'live'],
    ['the server looks like production', { names: ['api.production.example'] }, 'api.production.example'],
    ['another name is repeated', { context: 'eks-prod-eu', production: 'eks-prod' }, '--production'],
  ])('refuses where %s', (_, change, text) => {
    const act = (): void => mustAllowDisruption({ ...allowed, ...change });
    expect(act).toThrow(expect.objectContaining({ code: 'DISRUPTION_REFUSED' }));
    expect(act).toThrow(text);
  });

  test('lets production through where the name of its context is repeated in full', () => {
    const change = { context: 'eks-prod-eu', production: 'eks-prod-eu' };
    expect(() => mustAllowDisruption({ ...allowed, ...change })).not.toThrow();
  });
});

test.each(['prod', 'eks-prod-1', 'prod2', 'PRD', 'eksProd', 'arn:aws:eks:eu:1:cluster/live', 'production.example'])(
  '%s looks like production',
  (name) => {
    expect(looksLikeProduction(name)).toBe(true);
  },
);

test.each(['product-api', 'delivery', 'dev', 'reproduction', '127.0.0.1', 'olive', 'kind-dev'])(
  '%s does not look like production',
  (name) => {
    expect(looksLikeProduction(name)).toBe(false);
  },
);
