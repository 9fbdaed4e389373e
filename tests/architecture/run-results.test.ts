import { expect, test } from 'vitest';
import { readScreenReport, readUnitReport, sumUp } from '#tests/run-results.ts';

const unit = (...statuses: readonly string[]) => ({
  testResults: [
    {
      name: '/place/tests/unit/a.test.ts',
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status, index) => ({
        fullName: `test ${index}`,
        status,
        failureMessages: status === 'failed' ? ['Error: \u001b[31mno\u001b[39m\n  at a.test.ts:3'] : [],
      })),
    },
  ],
});

test('counts tests without a screen', () => {
  expect(readUnitReport(unit('passed', 'failed', 'pending', 'todo'), '/place')).toEqual({
    passed: 1,
    failed: ['tests/unit/a.test.ts: test 1: Error: no at a.test.ts:3'],
    notRun: ['tests/unit/a.test.ts: test 2', 'tests/unit/a.test.ts: test 3'],
    files: ['tests/unit/a.test.ts'],
  });
});

test('a file that does not load is a failure', () => {
  const report = { testResults: [{ name: '/place/tests/unit/a.test.ts', status: 'failed', assertionResults: [] }] };
  expect(readUnitReport(report, '/place').failed).toEqual(['tests/unit/a.test.ts: did not run to its end']);
});

test('counts tests in the browser, in nested suites too; flaky is failed, skipped is not run', () => {
  const results = { flaky: [{ error: { message: 'too late' } }, {}], unexpected: [{ error: { message: 'x'.repeat(2_000) } }], expected: [{}], skipped: [] };
  const spec = (status: keyof typeof results) => ({ title: status, tests: [{ status, projectName: 'browser', results: results[status] }] });
  const report = {
    suites: [
      { file: 'chat.spec.ts', specs: [spec('expected'), spec('flaky')], suites: [{ file: 'chat.spec.ts', specs: [spec('unexpected'), spec('skipped')] }] },
    ],
    errors: [{ message: 'worker died\nat line 1' }],
  };
  expect(readScreenReport(report, 'tests/e2e')).toEqual({
    passed: 1,
    failed: ['chat.spec.ts (browser): flaky: too late', `chat.spec.ts (browser): unexpected: ${'x'.repeat(400)}`, 'worker died'],
    notRun: ['chat.spec.ts (browser): skipped'],
    files: ['tests/e2e/chat.spec.ts'],
  });
});

test('a test file that no run knew is a failure', () => {
  const known = readUnitReport(unit('passed'), '/place');
  expect(sumUp([known], ['tests/unit/a.test.ts']).failed).toEqual([]);
  expect(sumUp([known], ['tests/unit/a.test.ts', 'tests/odd/b.spec.ts']).failed).toEqual(['tests/odd/b.spec.ts: lies on disk, but no run knows it']);
});
