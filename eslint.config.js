import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const timeOrChance = (object, property) => ({
  selector: `MemberExpression[object.name='${object}'][property.name='${property}']`,
  message: `Take time and chance as an argument: pass a Clock or a Random instead of ${object}.${property}.`,
});

export default tseslint.config(
  { ignores: ['node_modules', 'reports/out', 'coverage', 'harness/toolchain/go', '.dependency-cruiser.cjs'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        timeOrChance('Date', 'now'),
        timeOrChance('Math', 'random'),
        timeOrChance('performance', 'now'),
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take time from a Clock.' },
        {
          selector: 'CallExpression[callee.name=/^(setTimeout|setInterval)$/]',
          message: 'Wait with clock.sleep or poll, which take a signal and a deadline.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  {
    files: ['harness/core/clock.ts', 'collector-under-test/**/clock.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // k6 has no clock but Date, and its record is what the script prints.
    files: ['harness/load/k6/*.ts'],
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Vitest reads the names of fixtures off this pattern.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    files: ['vitest.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly', console: 'readonly' } },
  },
);
