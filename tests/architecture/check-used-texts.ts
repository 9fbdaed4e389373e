import { flatTexts } from '#tests/architecture/check-catalogues.ts';
import { type Source, withoutComments } from '#tests/architecture/sources.ts';

/** What a file says of texts: which catalogues it names, or is of, and which keys, whole or as the pattern of a template. */
interface Said {
  readonly catalogues: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  readonly patterns: readonly RegExp[];
}

const quoted = /'(?<single>[^'\\\n]*)'|"(?<double>[^"\\\n]*)"/g;
/** A template as far as a key can be one: words, with something put in. */
const template = /`(?<body>(?:[\w:.-]|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\})+)`/g;

/** `state_${x}` may be any key that begins so; what has no word of its own says nothing. */
function patternOf(body: string): RegExp | null {
  const parts = body.split(/\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}/);
  if (parts.length < 2 || !/\w{2}/.test(parts.join(' ').replace(/^\w+:/, ''))) return null;
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.-]/g, '\\$&')).join('[^:]*')}$`);
}

/** A feature's own catalogue has its name. */
const ownCatalogue = (file: string): string =>
  (/^renderer\/features\/([\w-]+)\//.exec(file)?.[1] ?? '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function read({ file, text }: Source, catalogues: ReadonlySet<string>): Said {
  const code = withoutComments(text);
  const words = new Set([...code.matchAll(quoted)].map(({ groups }) => groups?.single ?? groups?.double ?? ''));
  const patterns = [...code.matchAll(template)].flatMap(({ groups }) => patternOf(groups?.body ?? '') ?? []);
  return { catalogues: new Set([...words, ownCatalogue(file)].filter((word) => catalogues.has(word))), words, patterns };
}

const speaks = (said: readonly Said[], name: string): boolean =>
  said.some(({ words, patterns }) => words.has(name) || patterns.some((pattern) => pattern.test(name)));

/**
 * Keys that no source speaks of: neither with its catalogue's name before it nor, in a file that names the catalogue, by
 * itself; by a word or as what a template can become. `elsewhere` are the patterns of keys whose names come from other files.
 */
export function unusedTexts(
  texts: Readonly<Record<string, unknown>>,
  screens: readonly Source[],
  elsewhere: Readonly<Record<string, RegExp>> = {},
): readonly string[] {
  const names = new Set(Object.keys(texts));
  const said = screens.map((source) => read(source, names));
  return Object.entries(texts).flatMap(([catalogue, content]) => {
    const own = said.filter(({ catalogues }) => catalogues.has(catalogue));
    const spoken = (key: string): boolean => speaks(own, key) || speaks(said, `${catalogue}:${key}`) || (elsewhere[catalogue]?.test(key) ?? false);
    // What ends so may be a number's form, or has that name.
    return [...flatTexts(content).keys()].filter((key) => !spoken(key) && !spoken(key.replace(/_(?:one|other)$/, ''))).map((key) => `${catalogue}:${key}`);
  });
}
