import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Part, parts, rooms } from '#tests/architecture/boundaries.ts';
import { root } from '#tests/architecture/sources.ts';

interface Override {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: { readonly style?: { readonly noRestrictedImports?: { readonly options: Options } } } };
}

interface Options {
  readonly paths?: Readonly<Record<string, string>>;
  readonly patterns: readonly { readonly group: readonly string[] }[];
}

const { overrides } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8')) as { readonly overrides: readonly Override[] };
const table = rooms(['inbox']);

const reaches = (glob: string, part: Part): boolean => glob === '**' || glob.startsWith(`${part}/`);

/** What no room of a part may import, as the linter's patterns say it. */
function refusedIn(part: Part): readonly string[] {
  const own = table.filter((room) => room.path.startsWith(`${part}/`));
  const closed = parts.filter((other) => other !== part && !own.some((room) => room.may.some((glob) => reaches(glob, other))));
  const withoutNode = own.every((room) => !room.node);
  return [...closed.map((other) => `#${other}/**`), ...(withoutNode ? ['node:*'] : [])].toSorted();
}

test.each(['shared', 'electron', 'renderer'] as const)('lint refuses in %s what no room of it may import', (part) => {
  const own = overrides.filter(({ includes, linter }) => includes[0]?.startsWith(`${part}/`) && linter.rules.style?.noRestrictedImports);
  expect(own.length).toBeGreaterThan(0);
  for (const { linter } of own) {
    const patterns = linter.rules.style?.noRestrictedImports?.options.patterns ?? [];
    expect(patterns.flatMap(({ group }) => group).toSorted()).toEqual(refusedIn(part));
  }
});

test('lint refuses electron everywhere but in its two rooms', () => {
  const open = overrides.filter(({ linter }) => {
    const options = linter.rules.style?.noRestrictedImports?.options;
    return options !== undefined && options.paths?.electron === undefined;
  });
  expect(open.map(({ includes }) => includes)).toEqual([['electron/main/**', 'electron/preload/**']]);
});
