import { Parser } from 'htmlparser2';

/** What is read off a mail's HTML without a DOM; nothing here makes HTML safe to show. */
export interface HtmlFacts {
  readonly text: string;
  /** References to anything that is not in the mail; counted too high rather than too low. */
  readonly remote: number;
  /** Content-IDs that the HTML shows (RFC 2392). */
  readonly contentIds: ReadonlySet<string>;
}

const unseen = new Set(['head', 'script', 'style', 'title', 'template', 'noscript', 'select', 'textarea', 'svg', 'math', 'object', 'iframe', 'audio', 'video']);
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table', 'pre', 'blockquote', 'hr', 'form', 'fieldset']);
const blocks = new Set([
  'div',
  'tr',
  'li',
  'dt',
  'dd',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'nav',
  'aside',
  'address',
  'center',
  'caption',
  'figure',
]);

/** Attributes whose value is fetched without a click, for any element: unknown ones cost no more than a wrong count. */
const fetched = new Set([
  'src',
  'background',
  'poster',
  'data',
  'dynsrc',
  'lowsrc',
  'longdesc',
  'xlink:href',
  'manifest',
  'archive',
  'classid',
  'codebase',
  'action',
]);
const hidden = /(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all)/i;

const MAX_QUOTES = 5;
const MAX_LINK = 300;

/** Whether a reference leads out of the mail: everything but its own parts, data and places. */
const isRemote = (url: string): boolean => !/^\s*(?:$|#|cid:|data:|about:|mid:)/i.test(url);

/** References in style sheets. An escaped one could be any, and counts. */
function remoteInCss(css: string): number {
  const urls = [...css.matchAll(/url\(\s{0,9}['"]?([^'")]{0,200})/gi)].filter(([, url = '']) => isRemote(url)).length;
  return urls + [...css.matchAll(/@import|image-set\(|\\[0-9a-f]|expression\(/gi)].length;
}

/** Puts text into lines, with `> ` before what stands in block quotes. */
class Lines {
  readonly #most: number;
  readonly #lines: string[] = [];
  #line = '';
  #spaced = true;
  #length = 0;
  #quotes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get full(): boolean {
    return this.#length > this.#most;
  }

  add(text: string, verbatim: boolean): void {
    if (this.full) return;
    if (verbatim) {
      const [first = '', ...more] = text.split('\n');
      this.#append(first);
      for (const line of more) {
        this.break();
        this.#append(line);
      }
      return;
    }
    const flat = text.replace(/[ \t\r\n\f]+/g, ' ');
    this.#append(this.#spaced && flat.startsWith(' ') ? flat.slice(1) : flat);
  }

  #append(text: string): void {
    if (text === '') return;
    this.#line += text;
    this.#length += text.length;
    this.#spaced = text.endsWith(' ');
  }

  /** Ends the line, also an empty one. */
  break(): void {
    const prefix = '> '.repeat(Math.min(this.#quotes, MAX_QUOTES));
    this.#lines.push(`${prefix}${this.#line}`.trimEnd());
    this.#length += prefix.length + 1;
    this.#line = '';
    this.#spaced = true;
  }

  block(): void {
    if (this.#line.trim() !== '') this.break();
    else this.#line = '';
    this.#spaced = true;
  }

  paragraph(): void {
    this.block();
    const last = this.#lines.at(-1);
    if (last !== undefined && !/^[> ]*$/.test(last)) this.break();
  }

  quote(): void {
    this.#quotes += 1;
  }

  unquote(): void {
    this.block();
    this.#quotes = Math.max(0, this.#quotes - 1);
  }

  text(): string {
    this.block();
    while (/^[> ]*$/.test(this.#lines.at(-1) ?? 'end')) this.#lines.pop();
    return this.#lines.join('\n');
  }
}

type Attributes = Readonly<Record<string, string>>;

/** What an element would fetch, and the parts of the mail it shows. */
function references(name: string, attributes: Attributes, contentIds: Set<string>): number {
  let remote = 0;
  const see = (url: string) => {
    const cid = /^\s*cid:(.{1,300})$/is.exec(url)?.[1];
    if (cid !== undefined) contentIds.add(decoded(cid.trim()));
    else if (isRemote(url)) remote += 1;
  };
  for (const [key, value] of Object.entries(attributes)) {
    if (fetched.has(key)) see(value);
    else if (key === 'srcset' || key === 'imagesrcset') for (const part of value.split(',').slice(0, 100)) see(part);
    else if (key === 'style') remote += remoteInCss(value);
    else if (key === 'href' && (name === 'link' || name === 'base' || name === 'image' || name === 'use' || name === 'feimage')) see(value);
    else if (key === 'content' && name === 'meta' && /url\s{0,3}=/i.test(value)) remote += 1;
  }
  return remote;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads HTML in one pass without building a tree, so that depth costs nothing; `most` bounds the text in UTF-16 units. */
export function htmlToText(html: string, most: number): HtmlFacts {
  const lines = new Lines(most);
  const contentIds = new Set<string>();
  let remote = 0;
  let skipping = 0;
  let verbatim = 0;
  let css: string[] | null = null;
  let link: { readonly href: string; text: string } | null = null;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        remote += references(name, attributes, contentIds);
        if (name === 'style') css = [];
        if (skipping > 0 || unseen.has(name) || 'hidden' in attributes || hidden.test(attributes.style ?? '')) {
          skipping += 1;
          return;
        }
        if (name === 'br') lines.break();
        if (paragraphs.has(name)) lines.paragraph();
        else if (blocks.has(name)) lines.block();
        if (name === 'li') lines.add('- ', false);
        if (name === 'td' || name === 'th') lines.add(' ', false);
        if (name === 'img') lines.add(attributes.alt ?? '', false);
        if (name === 'pre') verbatim += 1;
        if (name === 'blockquote') lines.quote();
        if (name === 'a') link = { href: attributes.href ?? '', text: '' };
      },
      ontext(text) {
        css?.push(text);
        if (skipping > 0) return;
        if (link && link.text.length < MAX_LINK) link.text += text;
        lines.add(text, verbatim > 0);
      },
      onclosetag(name) {
        if (name === 'style') {
          remote += remoteInCss(css?.join('') ?? '');
          css = null;
        }
        if (skipping > 0) {
          skipping -= 1;
          return;
        }
        // Where a link leads is told beside its words: they may say something else.
        if (name === 'a' && link) {
          const { href, text } = link;
          link = null;
          if (/^https?:/i.test(href) && !text.includes(href.replace(/\/$/, ''))) lines.add(` <${href.slice(0, MAX_LINK)}>`, false);
        }
        if (name === 'pre' && verbatim > 0) verbatim -= 1;
        // The blank line after a quote is outside of it.
        if (name === 'blockquote') lines.unquote();
        if (paragraphs.has(name)) lines.paragraph();
        else if (blocks.has(name)) lines.block();
      },
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  return { text: lines.text(), remote, contentIds };
}
