import { expect, test } from 'vitest';
import { checkProjectText } from '#tests/architecture/check-project-texts.ts';
import { sources, told } from '#tests/architecture/sources.ts';

const texts = sources('.ts', '.tsx', '.css', '.html', '.json', '.md', '.yml', '.yaml', '.svg', '.npmrc', '.gitignore', '.editorconfig', 'LICENSE', '.ci/run');

test('no text names one machine’s paths or a registry’s host', () => {
  expect(texts.length).toBeGreaterThan(200);
  expect(told(texts.flatMap(checkProjectText))).toEqual([]);
});

test.each([
  ['a home', `see /${'home'}/someone/project`],
  ['a work tree', `cd "/${'work'}/tree"`],
  ['a folder on Windows', `C:\\${'Users'}\\me`],
  ['a registry', `"resolved": "https://${'registry'}.npmjs.org/x"`],
])('finds %s', (_name, text) => {
  expect(checkProjectText({ file: 'README.md', text })).toHaveLength(1);
});

test('has nothing against paths that every system has, nor addresses', () => {
  expect(checkProjectText({ file: 'README.md', text: '/usr/bin/chromium https://example.com/home/page ./work/x' })).toEqual([]);
});
