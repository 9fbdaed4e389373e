import { importsOf } from '#tests/architecture/imports.ts';
import { codeOnly, type Fault, lineAt, type Source } from '#tests/architecture/sources.ts';

const MOST_LINES = 400;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

/** Names that are not kebab-case because something outside fixes them: language tags. */
const fixedNames = new Set(['zh-CN', 'zh-CN.ts']);

/** A name that is not kebab-case; only the tree of the program is asked, not the root. */
export function checkName({ file }: Pick<Source, 'file'>): readonly Fault[] {
  const bad = file.split('/').filter((name) => !fixedNames.has(name) && !kebab.test(name));
  return bad.map((name) => ({ file, line: 1, fault: `${name} is not kebab-case` }));
}

/** A file that outgrew one idea. */
export function checkSize({ file, text }: Source): readonly Fault[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > MOST_LINES ? [{ file, line: MOST_LINES, fault: `has ${lines} lines, ${MOST_LINES} is the limit` }] : [];
}

/** Names passed on from other files, index files, and paths that climb. */
export function checkForms(source: Source): readonly Fault[] {
  const { file } = source;
  const faults: Fault[] = /(?:^|\/)index\.tsx?$/.test(file) ? [{ file, line: 1, fault: 'an index file is a barrel: name the file after its main export' }] : [];
  for (const { line, specifier, passedOn } of importsOf(source)) {
    if (passedOn) faults.push({ file, line, fault: `passes on names of ${specifier}: import them where they are made` });
    // The files of the root have no name of their own.
    if (specifier.startsWith('../..') && !specifier.endsWith('.config.ts'))
      faults.push({ file, line, fault: `${specifier}: write #shared, #electron, #renderer or #tests` });
  }
  return faults;
}

/** Default exports; files named *.config.ts are read by tools that want them. */
export function checkDefaultExport({ file, text }: Source): readonly Fault[] {
  if (file.endsWith('.config.ts') || file.endsWith('.d.ts')) return [];
  const code = codeOnly(text);
  return [...code.matchAll(/^export\s+default\b|^export\s*\{[^}]*\bas\s+default\b/gm)].map(({ index }) => ({
    file,
    line: lineAt(code, index),
    fault: 'has a default export: give it a name',
  }));
}

const sqlHomes = /^electron\/(?:sqlite\/|(?:[^/]+\/)+(?:tables|projections|migrations|sql)\/)/;

/** SQL outside the folders that hold it. */
export function checkSqlPlace({ file, text }: Source): readonly Fault[] {
  if (sqlHomes.test(file)) return [];
  return [...text.matchAll(/\bsql(?:<[^`\n]*>)?`|\.(?:prepare|exec|pragma)\(\s*['"`]\s*[A-Za-z]/g)].map(({ index }) => ({
    file,
    line: lineAt(text, index),
    fault: 'writes SQL outside of tables/, projections/, migrations/ and sql/',
  }));
}
