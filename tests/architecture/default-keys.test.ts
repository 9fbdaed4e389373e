import { expect, test } from 'vitest';
import { type Fault, lineAt, type Source, sources, told, withoutComments } from '#tests/architecture/sources.ts';

/** Keys as commands name them that stand in the code a second time: two commands have one key, or one key has two places to be changed. */
function keysTwice(screens: readonly Source[]): readonly Fault[] {
  const found = new Set<string>();
  return screens.flatMap(({ file, text }) => {
    const code = withoutComments(text);
    return [...code.matchAll(/'(?<key>(?:(?:mod|ctrl|alt|shift)\+)+[^'\s+]+)'/g)].flatMap(({ index, groups }) => {
      const key = groups?.key ?? '';
      if (found.has(key)) return [{ file, line: lineAt(code, index), fault: `'${key}' stands elsewhere too` }];
      found.add(key);
      return [];
    });
  });
}

const screens = sources('.ts', '.tsx').filter(({ file }) => file.startsWith('renderer/'));

test('a key is given to one command, in one place', () => {
  expect(told(keysTwice(screens))).toEqual([]);
});

test('a key that is given twice is found', () => {
  const [one, other] = ["useCommand({ defaultKey: 'alt+L' });", "// 'alt+M'\nuseCommand({ defaultKey: 'alt+L' });"];
  expect(keysTwice([{ file: 'a.tsx', text: one }]).length).toBe(0);
  expect(
    told(
      keysTwice([
        { file: 'a.tsx', text: one },
        { file: 'b.tsx', text: other },
      ]),
    ),
  ).toEqual(["b.tsx:2 'alt+L' stands elsewhere too"]);
});
