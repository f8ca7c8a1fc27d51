import {defineConfig} from 'vitest/config';

/** Tests that boot a machine, with the compiled command line in it: `npm run test:vm`. */
export default defineConfig({
  test: {
    include: ['test/vm-board/*.vm.ts'],
    pool: 'forks',
    // A boot is emulated: minutes, and one at a time.
    fileParallelism: false,
    testTimeout: 2_500_000,
    hookTimeout: 2_500_000,
  },
});
