import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** What a run of tests came to; files are named from the root. */
export interface RunResults {
  readonly passed: number;
  /** A line for each test, or file, that failed. */
  readonly failed: readonly string[];
  /** A line for each test that was not run. */
  readonly notRun: readonly string[];
  readonly files: readonly string[];
}

const WORDS = 400;

/** What went wrong, behind the name of what it went wrong in, on one line. */
function withFault(line: string, messages: readonly (string | undefined)[]): string {
  const words = stripVTControlCharacters(messages.find((message) => message !== undefined && message !== '') ?? '').replaceAll(/\s+/g, ' ');
  return words === '' ? line : `${line}: ${words.slice(0, WORDS)}`;
}

const unitReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) })),
    }),
  ),
});

/** Vitest's JSON report; a file that failed without a failed test, as when it does not load, counts as one failure. */
export function readUnitReport(report: unknown, root: string): RunResults {
  const { testResults } = unitReport.parse(report);
  const tests = testResults.flatMap(({ name, status, assertionResults }) => {
    const file = path.relative(root, name).replaceAll(path.sep, '/');
    const own = assertionResults.map((test) => ({ line: withFault(`${file}: ${test.fullName}`, test.failureMessages), status: test.status }));
    const silent = status === 'failed' && own.every((test) => test.status !== 'failed');
    return silent ? [...own, { line: `${file}: did not run to its end`, status: 'failed' }] : own;
  });
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').map(({ line }) => line),
    notRun: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ line }) => line),
    files: testResults.map(({ name }) => path.relative(root, name).replaceAll(path.sep, '/')),
  };
}

const screenTest = z.object({
  status: z.string(),
  projectName: z.string(),
  results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })).default([]),
});

interface Suite {
  readonly file: string;
  readonly specs?: readonly { readonly title: string; readonly tests: readonly z.infer<typeof screenTest>[] }[] | undefined;
  readonly suites?: readonly Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    file: z.string(),
    specs: z.array(z.object({ title: z.string(), tests: z.array(screenTest) })).optional(),
    suites: z.array(suite).optional(),
  }),
);

const screenReport = z.object({ suites: z.array(suite), errors: z.array(z.object({ message: z.string().optional() })).optional() });

const testsOf = ({ file, specs = [], suites = [] }: Suite): readonly { readonly line: string; readonly status: string }[] => [
  ...specs.flatMap(({ title, tests }) =>
    tests.map(({ status, projectName, results }) => ({
      line: withFault(
        `${file} (${projectName}): ${title}`,
        results.map(({ error }) => error?.message),
      ),
      status,
    })),
  ),
  ...suites.flatMap(testsOf),
];

/** Playwright's JSON report; a test that passed only at a second try counts as failed, an error outside of tests too. */
export function readScreenReport(report: unknown, folder: string): RunResults {
  const { suites, errors = [] } = screenReport.parse(report);
  const tests = suites.flatMap(testsOf);
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: [
      ...tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').map(({ line }) => line),
      ...errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside of the tests'),
    ],
    notRun: tests.filter(({ status }) => status === 'skipped').map(({ line }) => line),
    files: suites.map(({ file }) => `${folder}/${file}`),
  };
}

/** Adds runs up, and holds them against the test files on disk: a file that no run knew is a failure. */
export function sumUp(runs: readonly RunResults[], onDisk: readonly string[]): RunResults {
  const files = runs.flatMap((run) => run.files);
  const forgotten = onDisk.filter((file) => !files.includes(file));
  return {
    passed: runs.reduce((sum, run) => sum + run.passed, 0),
    failed: [...runs.flatMap((run) => run.failed), ...forgotten.map((file) => `${file}: lies on disk, but no run knows it`)],
    notRun: runs.flatMap((run) => run.notRun),
    files,
  };
}
