import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{harness,scenarios,fixtures,reports,collector-under-test}/**/*.test.ts'],
          exclude: ['harness/suite/**', 'scenarios/config/**', 'scenarios/documents/**', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'documents',
          include: ['scenarios/documents/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'defects',
          include: ['harness/suite/defects.test.ts'],
          maxConcurrency: 1_000,
        },
      },
      {
        test: {
          name: 'deliveries',
          include: ['harness/suite/delivery-defects.test.ts'],
          env: { FIREDRILL_INPUTS: '1000' },
          maxConcurrency: 1_000,
        },
      },
      {
        test: {
          name: 'containers',
          include: ['harness/suite/containers-defects.test.ts'],
          maxConcurrency: 1_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['harness/suite/cluster-defects.test.ts'],
          maxConcurrency: 1_000,
        },
      },
      {
        test: {
          name: 'routing',
          include: ['harness/suite/routing-defects.test.ts'],
          maxConcurrency: 1_000,
        },
      },
      {
        test: {
          name: 'config',
          include: ['scenarios/config/**/*.test.ts'],
          testTimeout: 120_000,
          maxConcurrency: 1_000,
        },
      },
      {
        test: {
          name: 'endings',
          include: ['harness/suite/endings.test.ts'],
        },
      },
      {
        test: {
          name: 'drills',
          include: ['harness/suite/drills.test.ts'],
          maxWorkers: 1,
          maxConcurrency: 1_000,
        },
      },
    ],
  },
});
