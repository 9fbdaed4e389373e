import type { WebhookCall } from '#electron/channels/connection-port.ts';
import { seededRandom } from '#shared/lib/random.ts';

/** What of a call proves where it comes from. */
export interface Proof {
  readonly query: readonly string[];
  /** By lower-case name. */
  readonly headers: readonly string[];
  /** Of the body: all, nothing, or what the first group finds in it, read as Latin-1. */
  readonly body: 'all' | 'nothing' | RegExp;
}

const telling = /sign|secret|token|hmac|timestamp|nonce/i;

/** What of a call proves it, as a text: calls of the same text are as genuine as one another. */
export function proven(call: WebhookCall, proof?: Proof): string {
  const query = proof?.query ?? [...new Set(call.query.keys())].toSorted();
  const headers = proof?.headers ?? Object.keys(call.headers).filter((name) => telling.test(name));
  const body = proof?.body ?? 'all';
  const text = Buffer.from(call.body).toString('latin1');
  const said = body === 'all' ? text : body === 'nothing' ? '' : (body.exec(text)?.[1] ?? text);
  return JSON.stringify([
    call.method,
    query.map((name) => [name, call.query.get(name)]),
    headers.toSorted().map((name) => [name, call.headers[name] ?? null]),
    said,
  ]);
}

interface Altered {
  readonly how: string;
  readonly call: WebhookCall;
}

const withQuery = (call: WebhookCall, pairs: readonly (readonly [string, string])[]): WebhookCall => ({
  ...call,
  query: new URLSearchParams(pairs.map(([name, value]) => [name, value])),
});

const withHeader = (call: WebhookCall, name: string, value: string | null): WebhookCall => {
  const { [name]: _old, ...others } = call.headers;
  return { ...call, headers: value === null ? others : { ...others, [name]: value } };
};

/** Another letter, not the same in capitals: hexadecimal digits may be read either way. */
function otherLetter(letter: string, random: () => number): string {
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz'.replace(letter.toLowerCase(), '');
  return letters[Math.floor(random() * letters.length)] ?? '0';
}

function changed(value: string, random: () => number): string {
  if (value === '') return 'x';
  const at = Math.floor(random() * value.length);
  return value.slice(0, at) + otherLetter(value[at] ?? '', random) + value.slice(at + 1);
}

/** A value as somebody could write it who does not know the right one. */
const values = (value: string, random: () => number): readonly (readonly [string, string])[] => [
  ['changed', changed(value, random)],
  ['changed at its end', `${value.slice(0, -1)}${otherLetter(value.at(-1) ?? '', random)}`],
  ['cut short', value.slice(0, Math.floor(random() * value.length))],
  ['made longer', `${value}${otherLetter('', random)}`],
  ['empty', ''],
  ['turned round', [...value].toReversed().join('')],
  ['doubled', `${value}${value}`],
  ['of zeros', '0'.repeat(value.length)],
  ['another number', String(Number.parseInt(value, 10) - 86_400 || Math.floor(random() * 1e9))],
  ['with a blank inside', `${value.slice(0, 3)} ${value.slice(3)}`],
  ['a name of every object', 'constructor'],
];

function* ofQuery(call: WebhookCall, random: () => number): Generator<Altered> {
  const pairs = [...call.query];
  for (const [at, [name, value]] of pairs.entries()) {
    for (const [how, other] of values(value, random)) {
      yield { how: `${name}: ${how}`, call: withQuery(call, pairs.with(at, [name, other])) };
      yield { how: `${name}: ${how}, before the right one`, call: withQuery(call, [[name, other], ...pairs]) };
    }
    yield { how: `${name}: left out`, call: withQuery(call, pairs.toSpliced(at, 1)) };
    yield { how: `${name}: in capitals`, call: withQuery(call, pairs.with(at, [name.toUpperCase(), value])) };
    yield { how: `${name}: as a list`, call: withQuery(call, pairs.with(at, [`${name}[]`, value])) };
  }
  if (pairs.length > 0) yield { how: 'no query', call: withQuery(call, []) };
}

function* ofHeaders(call: WebhookCall, random: () => number): Generator<Altered> {
  for (const [name, value] of Object.entries(call.headers)) {
    const [, scheme = '', rest = value] = /^([a-z0-9]+=)(.+)$/i.exec(value) ?? [];
    for (const [how, other] of values(rest, random)) yield { how: `${name}: ${how}`, call: withHeader(call, name, `${scheme}${other}`) };
    yield { how: `${name}: left out`, call: withHeader(call, name, null) };
    yield { how: `${name}: two, a wrong one first`, call: withHeader(call, name, `${scheme}${changed(rest, random)}, ${value}`) };
    if (scheme !== '') {
      yield { how: `${name}: without its scheme`, call: withHeader(call, name, rest) };
      yield { how: `${name}: of another scheme`, call: withHeader(call, name, `none=${rest}`) };
    }
    yield { how: `${name}: under another name`, call: withHeader(withHeader(call, name, null), `${name}x`, value) };
  }
}

function* ofBody(call: WebhookCall, random: () => number): Generator<Altered> {
  const body = Buffer.from(call.body);
  const as = (how: string, bytes: Uint8Array): Altered => ({ how: `body: ${how}`, call: { ...call, body: bytes } });
  for (let n = 0; n < 24 && body.length > 0; n++) {
    const bit = Math.floor(random() * body.length * 8);
    const flipped = Buffer.from(body);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield as(`bit ${bit} flipped`, flipped);
  }
  for (let n = 0; n < 6 && body.length > 0; n++) yield as('cut short', body.subarray(0, Math.floor(random() * body.length)));
  const text = body.toString('utf8');
  yield as('a blank at its end', Buffer.concat([body, Buffer.from(' ')]));
  yield as('a zero at its end', Buffer.concat([body, Buffer.from([0])]));
  yield as('a mark of order before it', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]));
  yield as('said twice', Buffer.concat([body, body]));
  yield as('in UTF-16', Buffer.from(text, 'utf16le'));
  yield as('in base64', Buffer.from(body.toString('base64')));
  yield as('with percent signs', Buffer.from(encodeURIComponent(text)));
  yield as('with other line ends', Buffer.from(text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n')));
  yield as('another number in it', Buffer.from(text.replace(/\d(?=\D*$)/, (digit) => otherLetter(digit, random).replace(/\D/, '7'))));
  try {
    yield as('written anew', Buffer.from(JSON.stringify(JSON.parse(text), null, 1)));
  } catch {
    // It is no JSON: there is no other way to write it that means the same.
  }
}

function* swapped(call: WebhookCall, other: WebhookCall): Generator<Altered> {
  yield { how: 'the body of another call', call: { ...call, body: other.body } };
  yield { how: 'the query of another call', call: { ...call, query: other.query } };
  yield { how: 'the headers of another call', call: { ...call, headers: other.headers } };
  const pairs = [...call.query];
  for (const [at, [name]] of pairs.entries()) {
    const value = other.query.get(name);
    if (value !== null) yield { how: `${name}: another call’s`, call: withQuery(call, pairs.with(at, [name, value])) };
  }
  for (const [name, value] of Object.entries(other.headers)) yield { how: `${name}: another call’s`, call: withHeader(call, name, value) };
}

/** Everything that is done to calls in one round; other rounds draw other bits and letters. */
export function* alterations(calls: readonly WebhookCall[], seed: number): Generator<Altered> {
  const random = seededRandom(seed);
  for (const [index, call] of calls.entries()) {
    yield { how: 'by the other method', call: { ...call, method: call.method === 'GET' ? 'POST' : 'GET' } };
    yield { how: 'an empty body', call: { ...call, body: new Uint8Array() } };
    yield* ofQuery(call, random);
    yield* ofHeaders(call, random);
    yield* ofBody(call, random);
    const other = calls[(index + 1) % calls.length];
    if (other && other !== call) yield* swapped(call, other);
  }
}
