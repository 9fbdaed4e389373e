import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,property,conformance,contract,integration,architecture}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // A process for each file: native modules and worker threads end with it.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Names the test that leaves something running instead of hanging at the end.
    teardownTimeout: 10_000,
    // A test that passes only at the second try is a fault.
    retry: 0,
    passWithNoTests: false,
  },
});
