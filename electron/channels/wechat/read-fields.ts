import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** A message's values by name; those of nested elements by their path, such as `ScanCodeInfo.ScanResult`, the first of several. */
export type Fields = ReadonlyMap<string, string>;

const MOST_FIELDS = 200;
const MOST_DEPTH = 8;
const BOM = 0xfeff;
const [LESS_THAN, BRACE] = ['<', '{'];

/** Reads what WeChat pushes, XML or JSON in UTF-8, into names and values; a fault is told in words without any of the values. */
export function readFields(bytes: Uint8Array): Result<Fields, string> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('the body is not UTF-8');
  }
  const trimmed = (text.charCodeAt(0) === BOM ? text.slice(1) : text).trim();
  if (trimmed.startsWith(LESS_THAN)) return readXml(trimmed);
  if (trimmed.startsWith(BRACE)) return readJson(trimmed);
  return fail(trimmed === '' ? 'the body is empty' : 'the body is neither XML nor JSON');
}

/** Why reading XML ended. Thrown inside the parser alone, which knows no other way out. */
class Odd extends Error {}

/**
 * The little XML that WeChat writes, and nothing more: one element, elements in it, text and CDATA. The parser forgives
 * what is not well-formed; here all of that is refused, and with it declarations, so that there are no entities to expand.
 */
function readXml(text: string): Result<Fields, string> {
  const fields = new Map<string, string>();
  const path: { readonly name: string; text: string; children: number }[] = [];
  let ended = false;
  const refuse = (why: string): never => {
    throw new Odd(why);
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (ended) refuse('there is more than one element');
        if (Object.keys(attributes).length > 0) refuse('an element has attributes');
        if (path.length >= MOST_DEPTH) refuse('elements are nested too deep');
        const above = path.at(-1);
        if (above) above.children += 1;
        path.push({ name, text: '', children: 0 });
      },
      ontext(data) {
        const within = path.at(-1);
        if (within) within.text += data;
        else if (data.trim() !== '') refuse('there is text outside of the element');
      },
      onclosetag(name, implied) {
        const closed = path.pop();
        const written = text.slice(parser.startIndex, parser.endIndex + 1);
        const itself = implied && /^<[^<>]+\/>$/.test(written);
        if (!closed || !(itself || (!implied && written === `</${name}>`))) return refuse('an element is not closed');
        if (closed.children > 0) {
          if (closed.text.trim() !== '') refuse('there is text between elements');
        } else if (path.length === 0) {
          if (closed.text.trim() !== '') refuse('there is text and no element');
        } else {
          const at = [...path.slice(1).map((one) => one.name), closed.name].join('.');
          if (path.length === 1 && fields.has(at)) refuse('an element stands twice');
          if (!fields.has(at)) fields.set(at, closed.text);
          if (fields.size > MOST_FIELDS) refuse('there are too many elements');
        }
        ended = path.length === 0;
      },
      oncomment: () => refuse('there is a comment'),
      onprocessinginstruction(name) {
        if (name !== '?xml' || ended || path.length > 0) refuse('there is a declaration');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    parser.end(text);
  } catch (cause) {
    if (cause instanceof Odd) return fail(`the XML is odd: ${cause.message}`);
    throw cause;
  }
  return ended ? ok(fields) : fail('the XML is odd: there is no element');
}

/** Numbers as they were written: an id of 64 bits is more than a number of JavaScript holds. */
const asWritten = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value;

function readJson(text: string): Result<Fields, string> {
  const fields = new Map<string, string>();
  let values = 0;
  const take = (at: string, one: unknown, depth: number): boolean => {
    if (depth > MOST_DEPTH || ++values > 2 * MOST_FIELDS) return false;
    if (typeof one === 'object' && one !== null) {
      for (const [name, inner] of Array.isArray(one) ? one.entries() : Object.entries(one)) {
        if (!take(at === '' ? String(name) : `${at}.${name}`, inner, depth + 1)) return false;
      }
      return true;
    }
    if (one !== null && !fields.has(at)) fields.set(at, String(one));
    return true;
  };
  try {
    // Reading numbers as they were written takes long, and anybody can send this: first whether it is small.
    if (!take('', JSON.parse(text), 0)) return fail('the JSON is nested too deep or too large');
    fields.clear();
    values = 0;
    take('', JSON.parse(text, asWritten), 0);
    return ok(fields);
  } catch {
    return fail('the body is not JSON');
  }
}

/** The same for the same values, whatever came sealed beside them; 32 hex digits. */
export function digestOf(fields: Fields): string {
  const values = [...fields].filter(([name]) => name !== 'Encrypt');
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}
