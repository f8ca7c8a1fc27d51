import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jsdoc from 'eslint-plugin-jsdoc';
import {defineConfig, globalIgnores} from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Words that name a folder for things without a home; each such thing has a home. */
const NAMELESS = 'File name says nothing about its business.';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'node_modules/', 'test/fixtures/', 'test/golden/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {parserOptions: {project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/naming-convention': [
        'error',
        {selector: 'typeLike', format: ['PascalCase']},
        {selector: ['function', 'classMethod', 'parameter'], format: ['camelCase'], leadingUnderscore: 'allow'},
        {selector: 'variable', format: ['camelCase', 'PascalCase', 'UPPER_CASE']},
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', 15],
      'max-lines': ['error', {max: 400}],
      'max-lines-per-function': ['error', {max: 80, skipComments: true, skipBlankLines: true}],
      'no-console': 'error',
      'no-restricted-exports': ['error', {restrictDefaultExports: {direct: true, named: true}}],
    },
  },
  {
    // oclif finds a command by its default export.
    files: ['src/commands/**/*.ts'],
    rules: {'no-restricted-exports': 'off'},
  },
  {
    files: ['src/core/**/*.ts'],
    plugins: {jsdoc},
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: {ClassDeclaration: true, FunctionDeclaration: true},
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
          enableFixer: false,
        },
      ],
      'no-restricted-globals': [
        'error',
        {name: 'Date', message: 'Core has no clock: take the time as an argument.'},
        {name: 'performance', message: 'Core has no clock: take the time as an argument.'},
        {name: 'process', message: 'Core has no surroundings: take what it needs as an argument.'},
        {name: 'setTimeout', message: 'Core has no clock: take a port.'},
        {name: 'fetch', message: 'Core has no I/O: take a port.'},
      ],
      'no-restricted-properties': [
        'error',
        {object: 'Math', property: 'random', message: 'Core has no randomness but what is passed in.'},
      ],
    },
  },
  {
    files: ['**/{utils,util,helpers,misc,common}.ts'],
    rules: {'no-restricted-syntax': ['error', {selector: 'Program', message: NAMELESS}]},
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {globals: {process: 'readonly', URL: 'readonly', module: 'writable'}},
  },
  prettier,
);
