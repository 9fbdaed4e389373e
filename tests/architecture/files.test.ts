import { describe, expect, test } from 'vitest';
import { checkDefaultExport, checkForms, checkName, checkSize, checkSqlPlace } from '#tests/architecture/check-files.ts';
import { sources, told } from '#tests/architecture/sources.ts';

const code = sources('.ts', '.tsx');
const inTree = sources('').filter(({ file }) => /^(?:electron|renderer|shared|tests)\//.test(file) && !file.startsWith('electron/demo/data/'));

test('file names are kebab-case', () => {
  expect(told(inTree.flatMap(checkName))).toEqual([]);
  expect(['renderer/app/App.tsx', 'renderer/i18n/en/caseActions.ts', 'shared/case_log/x.ts'].flatMap((file) => checkName({ file }))).toHaveLength(3);
  expect(['renderer/i18n/zh-CN/chat.ts', 'electron/x/use-act.module.css', 'tests/e2e/chat.spec.ts'].flatMap((file) => checkName({ file }))).toEqual([]);
});

test('no file has more than 400 lines', () => {
  expect(told(sources('.ts', '.tsx', '.css', '.html').flatMap(checkSize))).toEqual([]);
  expect(checkSize({ file: 'a.ts', text: 'x\n'.repeat(401) })).toHaveLength(1);
  expect(checkSize({ file: 'a.ts', text: 'x\n'.repeat(400) })).toEqual([]);
});

test('no barrels, and no path climbs twice', () => {
  expect(told(code.flatMap(checkForms))).toEqual([]);
  const bad = ["export * from './a.ts';", "export { a } from '#shared/a.ts';", "export type { A } from '#shared/a.ts';", "import { b } from '../../b.ts';"];
  expect(bad.flatMap((text) => checkForms({ file: 'shared/x.ts', text }))).toHaveLength(4);
  expect(checkForms({ file: 'shared/index.ts', text: '' })).toHaveLength(1);
});

test('no default exports', () => {
  expect(told(code.flatMap(checkDefaultExport))).toEqual([]);
  expect(['export default function a() {}', 'export { a as default };'].flatMap((text) => checkDefaultExport({ file: 'shared/x.ts', text }))).toHaveLength(2);
  expect(checkDefaultExport({ file: 'vite.config.ts', text: 'export default {};' })).toEqual([]);
});

describe('SQL', () => {
  test('stands only where tables are', () => {
    const asked = code.filter(({ file }) => !file.startsWith('tests/'));
    expect(told(asked.flatMap(checkSqlPlace))).toEqual([]);
  });

  test.each(['db.all(sql`SELECT 1`)', "raw.exec('DELETE FROM event')", 'db.prepare(`SELECT 1`)'])('is found in %s', (text) => {
    expect(checkSqlPlace({ file: 'electron/desk/inbox/inbox.ts', text })).toHaveLength(1);
    expect(checkSqlPlace({ file: 'electron/store/tables/fact-table.ts', text })).toEqual([]);
  });
});
