import { type Fault, lineAt, type Source } from '#tests/architecture/sources.ts';

/** Places of one machine and hosts of package registries; written in parts, so that this file does not find itself. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.])\/(?:work|root|Users|home)\/[\w.-]+/g, 'a path of one machine'],
  [/\b[A-Z]:\\Users\\/g, 'a path of one machine'],
  [
    new RegExp(
      ['registry\\.npmjs', 'registry\\.yarnpkg', 'npmmirror', 'deb\\.debian', 'security\\.debian', 'pypi'].map((host) => `\\b${host}\\.\\w+`).join('|'),
      'g',
    ),
    'the host of a registry',
  ],
];

/** Texts that hold only where they were written. */
export function checkProjectText({ file, text }: Source): readonly Fault[] {
  return forbidden.flatMap(([pattern, what]) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ file, line: lineAt(text, index), fault: `${found} is ${what}` })),
  );
}
