import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Native addons can take a whole pool of threads down; a process of its own per file contains the damage.
    pool: 'forks',
    // oclif's captureOutput replaces the process's streams; vitest's own interception would hide what it captures.
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      thresholds: {'src/core/**': {statements: 95, branches: 95, functions: 95, lines: 95}},
    },
  },
});
