import path from 'node:path';
import { codeOnly, lineAt, type Source } from '#tests/architecture/sources.ts';

export interface Import {
  readonly from: string;
  readonly line: number;
  /** As written. */
  readonly specifier: string;
  /** The project's file that is meant, else null for a package or a module of Node. */
  readonly file: string | null;
  /** Whether the import is erased, so that nothing is loaded by it. */
  readonly types: boolean;
  /** Whether it passes names on (`export … from`). */
  readonly passedOn: boolean;
}

const statement = /^(?<verb>import|export)\s+(?<type>type\s+)?(?:[\w$*{][^'"();=`]*?\s+from\s+)?'(?<specifier>[^'\n]+)'/gm;
const call = /(?<type>typeof\s+)?\bimport\(\s*'(?<specifier>[^'\n]+)'/g;

function fileOf(specifier: string, from: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : null;
}

/** Everything a file imports, by statement or by call, in its order. */
export function importsOf({ file, text }: Source): readonly Import[] {
  const code = codeOnly(text);
  const found: Import[] = [];
  for (const pattern of [statement, call]) {
    for (const { groups, index } of code.matchAll(pattern)) {
      const specifier = groups?.specifier ?? '';
      found.push({
        from: file,
        line: lineAt(code, index),
        specifier,
        file: fileOf(specifier, file),
        types: groups?.type !== undefined,
        passedOn: groups?.verb === 'export',
      });
    }
  }
  return found.toSorted((a, b) => a.line - b.line);
}

/** The package's name in a specifier: `@orpc/server` of `@orpc/server/ws`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
