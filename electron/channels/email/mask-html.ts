import { Parser } from 'htmlparser2';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { mask } from '#shared/wallet/masking.ts';

/** What of a mail is not shown, to be told; counted too high rather than too low. */
export interface Withheld {
  readonly remoteImages: number;
  readonly forms: number;
  readonly scripts: number;
  readonly styles: number;
  readonly frames: number;
  readonly media: number;
  /** Links that would run or open something other than a page, a mail or a call, or whose address holds a sensitive value. */
  readonly links: number;
  /** Orders to go elsewhere by itself. */
  readonly redirects: number;
}

export interface MaskedHtml {
  readonly html: string;
  readonly withheld: Withheld;
}

type Counted = keyof Withheld;

export const nothingWithheld: Withheld = { remoteImages: 0, forms: 0, scripts: 0, styles: 0, frames: 0, media: 0, links: 0, redirects: 0 };

/** Elements that go with all they hold, and as what they are counted. */
const dropped: Readonly<Record<string, Counted | null>> = {
  script: 'scripts',
  noscript: null,
  style: 'styles',
  title: null,
  template: null,
  iframe: 'frames',
  frame: 'frames',
  object: 'frames',
  embed: 'frames',
  applet: 'frames',
  audio: 'media',
  video: 'media',
  svg: 'media',
  math: 'media',
  xmp: null,
  plaintext: null,
  noembed: null,
  noframes: null,
};
const empty = new Set(['area', 'base', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
/** A number may be split over these and is one all the same; anything else parts it. */
const inline = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'big',
  'cite',
  'code',
  'del',
  'em',
  'font',
  'i',
  'ins',
  'mark',
  'q',
  's',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'tt',
  'u',
  'wbr',
]);
const fetching = new Set(['src', 'background', 'poster', 'dynsrc', 'lowsrc', 'srcset', 'imagesrcset', 'data', 'xlink:href']);
/** What a person fills in; outside a form it asks all the same. */
const controls = new Set(['input', 'button', 'select', 'textarea']);
/** Pictures that stand in the mail itself and are drawn, not read. */
const isOwn = (url: string) => /^\s*(?:cid:|data:image\/(?:png|jpeg|gif|webp);base64,)/i.test(url);

/** Whether a link leads where none may: read as browsers read it, who skip blanks before a scheme and breaks within. */
function leadsAstray(href: string): boolean {
  let start = 0;
  while (href.charCodeAt(start) <= 0x20) start += 1;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href.slice(start, start + 400).replace(/[\t\n\r]/g, ''))?.[1];
  return scheme !== undefined && !/^(?:https?|mailto|tel|sms|cid)$/i.test(scheme);
}

/** CSS with its escapes read; only to be counted in. */
const unescapeCss = (style: string) =>
  style.replace(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, (_whole, code: string | undefined, letter: string | undefined) => {
    const point = code === undefined ? 0 : Number.parseInt(code, 16);
    return code === undefined ? (letter ?? '') : point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
const fetches = /(?<![a-z])(?:url|src|(?:-webkit-)?(?:image-set|cross-fade))\s{0,9}\(|@import/gi;

/** Browsers stop at 512; deeper ones are flattened. */
const MAX_DEPTH = 200;

const escapeText = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\u00a0/g, '&nbsp;');
const escapeValue = (value: string) => escapeText(value).replace(/"/g, '&quot;');

/** Where a quote is folded; the screen puts its own words there. */
const FOLDED = '<details><summary></summary>';
/** How mail programs mark what they quote. */
const quoteMark = /(?:^|\s)(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|divRplyFwdMsg)(?:\s|$)/;
const isQuote = (name: string, { class: names = '', id = '' }: Readonly<Record<string, string>>) =>
  name === 'blockquote' || (name === 'div' && (quoteMark.test(names) || quoteMark.test(id)));

/** A text with every sensitive value in its masked form, without a way back. */
export function maskPlain(text: string): string {
  return maskPieces([text])[0] ?? '';
}

/** Masks what stands in the pieces joined together; a value that spans several leaves its mask in the first. */
function maskPieces(pieces: readonly string[]): readonly string[] {
  const joined = pieces.join('');
  const found = findSensitive(joined);
  let next = 0;
  let start = 0;
  return pieces.map((piece) => {
    const end = start + piece.length;
    let text = '';
    let at = start;
    for (; next < found.length; next++) {
      const value = found[next];
      if (value === undefined || value.at >= end) break;
      text += joined.slice(at, Math.max(at, value.at));
      if (value.at >= start) text += mask(value.kind, value.raw);
      at = Math.min(end, value.at + value.length);
      if (value.at + value.length > end) break;
    }
    text += joined.slice(at, end);
    start = end;
    return text;
  });
}

/**
 * Writes a mail's HTML anew in one pass: well-formed, its sensitive values masked also where tags split them, without
 * what would run, be fetched or ask for input. It is NOT safe to show for that: the renderer sanitises it and frames it.
 */
export function maskHtml(html: string): MaskedHtml {
  const withheld: Record<Counted, number> = { ...nothingWithheld };
  const out: string[] = [];
  /** Texts and what parts them; `slot` is the text's place in `out`. */
  const pieces: { readonly text: string; readonly slot: number | null }[] = [];
  const open: { readonly name: string; readonly written: boolean; readonly folds: boolean }[] = [];
  let skipping = 0;
  let spoken = false;
  let quotes = 0;
  const part = (name: string) => {
    if (!inline.has(name)) pieces.push({ text: '\n', slot: null });
  };

  const attributesOf = (name: string, attributes: Readonly<Record<string, string>>): string => {
    let text = '';
    for (const [key, value] of Object.entries(attributes)) {
      if (!/^[a-z][a-z0-9-]{0,40}$/.test(key) || key.startsWith('on')) continue;
      if (fetching.has(key)) {
        if (isOwn(value) && key === 'src') text += ` src="${escapeValue(value)}"`;
        else withheld[/^\s*data:/i.test(value) ? 'media' : 'remoteImages'] += 1;
        continue;
      }
      if (key === 'style') withheld.remoteImages += [...unescapeCss(value).matchAll(fetches)].length;
      const masked = maskPlain(value);
      // A link that holds a number would lead elsewhere once the number is masked.
      if (key === 'href' && (masked !== value || name !== 'a' || leadsAstray(value))) {
        if (leadsAstray(value) || /^\s*https?:/i.test(value)) withheld.links += 1;
        continue;
      }
      text += ` ${key}="${escapeValue(masked)}"`;
    }
    return text;
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (skipping > 0) {
          if (!empty.has(name)) skipping += 1;
          return;
        }
        if (Object.hasOwn(dropped, name)) {
          const counted = dropped[name];
          if (counted) withheld[counted] += 1;
          if (!empty.has(name)) skipping = 1;
          return;
        }
        if (name === 'form' || (controls.has(name) && withheld.forms === 0)) withheld.forms += 1;
        if (name === 'link') withheld.styles += 1;
        if (name === 'meta' && attributes['http-equiv']?.trim().toLowerCase() === 'refresh') withheld.redirects += 1;
        // In a frameset's place a browser shows no body at all, and what else the mail says is lost.
        if (name === 'frameset') withheld.frames += 1;
        if (name === 'link' || name === 'meta' || name === 'base' || name === 'frameset') return;
        part(name);
        const written = /^[a-z][a-z0-9]{0,20}$/.test(name) && open.length < MAX_DEPTH;
        // What is quoted below an answer is folded; a mail that is a quote as a whole is not.
        const folds = written && spoken && quotes === 0 && isQuote(name, attributes);
        if (folds) {
          quotes = 1;
          out.push(FOLDED);
        }
        if (written) out.push(`<${name}${attributesOf(name, attributes)}>`);
        if (!empty.has(name)) open.push({ name, written, folds });
      },
      ontext(text) {
        if (skipping > 0) return;
        spoken ||= text.trim() !== '';
        pieces.push({ text, slot: out.length });
        out.push('');
      },
      onclosetag(name) {
        if (skipping > 0) {
          if (!empty.has(name)) skipping -= 1;
          return;
        }
        if (empty.has(name)) return;
        part(name);
        const last = open.at(-1);
        if (last?.name !== name) return;
        open.pop();
        if (last.written) out.push(`</${name}>`);
        if (!last.folds) return;
        quotes = 0;
        out.push('</details>');
      },
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  const masked = maskPieces(pieces.map(({ text }) => text));
  for (const [index, { slot }] of pieces.entries()) if (slot !== null) out[slot] = escapeText(masked[index] ?? '');
  return { html: out.join(''), withheld };
}
