import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';
import { StrayErrors } from './tests/stray-errors.ts';

/** Where `npm test` wants its reports. */
const { UNIT_REPORT: report, STRAY_ERRORS: stray } = process.env;

/** Run by `npm test`, which builds first. */
const whole = report !== undefined && stray !== undefined;

export default defineConfig({
  resolve: { alias: whole ? { '#electron/sqlite/worker-url.ts': path.resolve(import.meta.dirname, 'tests/built-worker-url.ts') } : {} },
  test: {
    environment: 'node',
    setupFiles: ['tests/property-sizes.ts'],
    pool: 'forks',
    projects: [
      // What starts nothing and keeps nothing: files share a process.
      { extends: true, test: { name: 'pure', include: ['tests/{unit,property,architecture}/**/*.test.{ts,tsx}'], isolate: false } },
      // A process for each file: native modules and worker threads end with it.
      { extends: true, test: { name: 'desks', include: ['tests/{conformance,contract,integration}/**/*.test.{ts,tsx}'] } },
    ],
    sequence: { sequencer: LongestFirst },
    // Guards against a hang, far above what a test takes: what is waited for is an event, and machines are shared.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // Names the test that leaves something running instead of hanging at the end.
    teardownTimeout: 10_000,
    // A test that passes only at the second try is a fault.
    retry: 0,
    passWithNoTests: false,
    reporters: whole ? ['default', ['json', { outputFile: report }], new StrayErrors(stray)] : ['default'],
  },
});
