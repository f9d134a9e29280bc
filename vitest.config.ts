import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{harness,scenarios,fixtures,reports,collector-under-test}/**/*.test.ts'],
          exclude: ['harness/suite/**', 'scenarios/documents/**', '**/node_modules/**'],
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
