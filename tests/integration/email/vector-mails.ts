import { bytesOf, type MailVector } from '#tests/fixtures/mail-vectors/read-vectors.ts';

/** Where a stranger can put what the desk shows. The first three go into the mail's frame; the others are the console's own text. */
export const framedPlaces = ['body', 'quote', 'link'] as const;
export const textPlaces = ['subject', 'name', 'file', 'text'] as const;
export type FramedPlace = (typeof framedPlaces)[number];

const lines = (bytes: Buffer) => (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');

/** RFC 2047: words of at most 75 characters, none of which splits a character. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const letter of text) {
    if (Buffer.byteLength(word + letter) > 42) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

/** RFC 8187. */
const extended = (text: string) => `UTF-8''${encodeURIComponent(text).replace(/['()*!]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}`;

/** The vector in a place of a mail's HTML. */
export function htmlIn(vector: MailVector, place: FramedPlace): Buffer {
  const wide = vector.charset.startsWith('utf-16');
  const bytes = (text: string) => (wide ? bytesOf({ ...vector, html: text }) : Buffer.from(text, 'latin1'));
  if (place === 'quote') return Buffer.concat([bytes('<p>Hello</p><blockquote type="cite">'), bytesOf(vector), bytes('</blockquote>')]);
  if (place === 'link') return Buffer.concat([bytes('<p>Hello <a href="https://shop.example/">'), bytesOf(vector), bytes('</a></p>')]);
  return bytesOf(vector);
}

/** The lines of a mail's head that no place changes; each vector has a sender of its own, and so a case of its own. */
const headOf = ({ number }: MailVector, place: string, name: string, subject: string) => [
  `From: ${name} <v${number}-${place}@vectors.example>`,
  'To: service@wallet.example',
  `Message-ID: <${number}.${place}@vectors.example>`,
  `Subject: ${subject}`,
  'Date: Mon, 23 Nov 2026 08:00:00 +0800',
  'MIME-Version: 1.0',
];

const written = (head: readonly string[]) => Buffer.from(head.join('\r\n'));

/** A whole mail of HTML with the vector in one place of it. */
export function framedMail(vector: MailVector, place: FramedPlace): Buffer {
  const html = [`Content-Type: text/html; charset=${vector.charset}`, 'Content-Transfer-Encoding: base64', '', lines(htmlIn(vector, place))];
  return written([...headOf(vector, place, 'Customer', `Vector ${vector.number}`), ...html]);
}

/** A display name is cut there. */
const MAX_NAME = 200;
const MOST = 4;

/** The vectors in groups whose words together are no longer than a display name may be. */
export function inGroups(vectors: readonly MailVector[]): readonly (readonly MailVector[])[] {
  const groups: MailVector[][] = [];
  let room = 0;
  for (const vector of vectors) {
    room -= vector.html.length + 1;
    const last = groups.at(-1);
    if (last && room >= 0 && last.length < MOST) last.push(vector);
    else {
      groups.push([vector]);
      room = MAX_NAME - vector.html.length;
    }
  }
  return groups;
}

/** A whole mail of plain text that has the vectors in all its other places: subject, display name, text, and a file of each. */
export function textMail(...vectors: readonly MailVector[]): Buffer {
  const [first] = vectors;
  if (first === undefined) throw new Error('a mail of no vector');
  const flat = vectors.map(({ html }) => html.replace(/[\r\n\0]+/g, ' '));
  const words = encodedWords(flat.join(' '));
  const files = flat.flatMap((name) => [
    '--edge',
    'Content-Type: text/plain',
    `Content-Disposition: attachment; filename*=${extended(`${name}.txt`)}`,
    'Content-Transfer-Encoding: base64',
    '',
    lines(Buffer.from('A note.')),
  ]);
  return written([
    ...headOf(first, 'text', words, words),
    'Content-Type: multipart/mixed; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    lines(Buffer.from(vectors.map(({ number, html }) => `Vector ${number}: ${html}`).join('\n'))),
    ...files,
    '--edge--',
    '',
  ]);
}
