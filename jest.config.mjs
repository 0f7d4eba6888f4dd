// One jest run for every package: native ESM, TypeScript by swc, workspace packages by their sources.
const conditions = ['@governance-agent/source', 'node', 'node-addons'];

export default {
  testEnvironment: 'node',
  testMatch: [
    '<rootDir>/packages/*/test/**/*.test.ts',
    '<rootDir>/verifiers/test/**/*.test.ts',
    '<rootDir>/conformance/test/**/*.test.ts',
    '<rootDir>/fuzz/test/**/*.test.ts',
    '<rootDir>/kills/test/**/*.test.ts',
    '<rootDir>/bench/test/**/*.test.ts',
    '<rootDir>/tools/test/**/*.test.ts',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: conditions },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  globalSetup: '<rootDir>/packages/testkit/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/packages/testkit/jest/global-teardown.mjs',
  // For what hangs. A machine that others share may be ten times slower for minutes, and no test asserts a time.
  testTimeout: 600_000,
  maxWorkers: 2,
};
