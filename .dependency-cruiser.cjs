/**
 * The arrows of the architecture: commands -> services -> core. Adapters implement ports that core declares, and only
 * the composition knows both. test/unit/repo/arrows.test.ts shows that every rule bites.
 */
const ADAPTERS = 'boards|config|control|executors|inputs|onnx|sensors|simulation|store';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea, or miss a third.',
      severity: 'error',
      from: {},
      to: {circular: true},
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The import does not resolve.',
      severity: 'error',
      from: {},
      to: {couldNotResolve: true},
    },
    {
      name: 'core-is-pure',
      comment: 'Core is the method itself; it imports core and the arithmetic libraries it is built on.',
      severity: 'error',
      from: {path: '^src/core/'},
      to: {
        pathNot: ['^src/core/', 'node_modules/(simple-statistics|ml-matrix|pure-rand)/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'core-no-io',
      comment: 'Core has no I/O, no clock and no randomness but what is passed in.',
      severity: 'error',
      from: {path: '^src/core/'},
      to: {dependencyTypes: ['core']},
    },
    {
      name: 'services-use-ports',
      comment: "A use case takes ports and returns results; what implements them is the composition's business.",
      severity: 'error',
      from: {path: '^src/services/'},
      to: {pathNot: '^src/(core|services)/'},
    },
    {
      name: 'commands-stay-thin',
      comment: 'Flags in, one service call, rendering out.',
      severity: 'error',
      from: {path: '^src/commands/'},
      to: {
        path: '^src/',
        pathNot: '^src/((core|services|report|cli|commands)/|composition/)',
      },
    },
    {
      name: 'cli-knows-no-adapter',
      comment: 'Base command, flags and progress work the same whatever is plugged in.',
      severity: 'error',
      from: {path: '^src/cli/'},
      to: {path: '^src/', pathNot: '^src/(core|cli)/'},
    },
    {
      name: 'report-is-pure',
      comment: 'A report is a function of a result: it reads and writes nothing.',
      severity: 'error',
      from: {path: '^src/report/'},
      to: {path: '^src/', pathNot: '^src/(core|report)/'},
    },
    {
      name: 'report-no-io',
      comment: 'A report is a function of a result: it reads and writes nothing.',
      severity: 'error',
      from: {path: '^src/report/'},
      to: {dependencyTypes: ['core']},
    },
    {
      name: 'adapters-know-core-alone',
      comment: 'An adapter imports core, its own folder and its library; never another adapter.',
      severity: 'error',
      from: {path: `^src/(${ADAPTERS})/`},
      to: {path: '^src/', pathNot: ['^src/core/', '^src/$1/']},
    },
    {
      name: 'adapters-through-composition',
      comment: 'One folder knows ports and adapters both.',
      severity: 'error',
      from: {path: '^src/', pathNot: `^src/(composition/|(${ADAPTERS})/)`},
      to: {path: `^src/(${ADAPTERS})/`},
    },
    {
      name: 'hidden-world',
      comment: 'What a simulated board hides, only the simulation, the evaluation and the composition may know.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/(simulation/|services/evaluate|composition/)'},
      to: {path: '^src/simulation/world/'},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsConfig: {fileName: 'tsconfig.json'},
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types']},
  },
};
