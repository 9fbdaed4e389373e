import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '#shared/lib/random.ts';

/** What must not lie readable on a disk: a person's phone, card and ID number, and words that somebody wrote. */
export interface Marker {
  readonly kind: 'phone' | 'card' | 'id' | 'text';
  readonly text: string;
}

/** Checksums as issuers make them, so that the desk takes the numbers for what they are. */
function withLuhn(digits: string): string {
  const sum = [...digits].reverse().reduce((all, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
function withMod11(digits: string): string {
  const sum = [...digits].reduce((all, digit, index) => all + Number(digit) * (2 ** (17 - index) % 11), 0);
  return `${digits}${'10X98765432'[sum % 11]}`;
}

const characters = [...'琥珀紫藤碧玺蓝鲸赤狐白鹭青瓷墨竹银杏朱砂玄武麒麟'];

/** `n` of each kind, each once; the same seed gives the same. */
export function makeMarkers(n: number, seed: number): readonly Marker[] {
  const random = seededRandom(seed);
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const made = new Map<string, Marker>();
  const add = (kind: Marker['kind'], make: () => string) => {
    const before = made.size;
    while (made.size === before) {
      const text = make();
      made.set(text, { kind, text });
    }
  };
  for (let index = 0; index < n; index += 1) {
    add('phone', () => `139${digits(8)}`);
    add('card', () => withLuhn(`622202${digits(9)}`));
    add('id', () => withMod11(`11010519${50 + Math.floor(random() * 49)}0${1 + Math.floor(random() * 9)}1${digits(4)}`.slice(0, 17)));
    add('text', () =>
      index % 2 === 0
        ? `zq${Array.from({ length: 14 }, () => 'bcdfghjklmnpqrstvwxz'[Math.floor(random() * 20)]).join('')}`
        : Array.from({ length: 8 }, () => characters[Math.floor(random() * characters.length)]).join(''),
    );
  }
  return [...made.values()];
}

/** GB 18030 of a text: what the decoder reads as a character is what encodes it. Characters of two bytes are all that markers have. */
const gb18030 = (() => {
  let bytesOf: Map<string, Buffer> | null = null;
  return (text: string): Buffer => {
    if (bytesOf === null) {
      const decoder = new TextDecoder('gb18030');
      bytesOf = new Map();
      for (let lead = 0x81; lead <= 0xfe; lead += 1) {
        for (let trail = 0x40; trail <= 0xfe; trail += 1) {
          const bytes = Buffer.from([lead, trail]);
          const character = decoder.decode(bytes);
          if ([...character].length === 1) bytesOf.set(character, bytes);
        }
      }
    }
    const known = bytesOf;
    return Buffer.concat([...text].map((character) => known.get(character) ?? Buffer.from(character, 'latin1')));
  };
})();

/** What of a text's base64 is the same whatever stands before and after it, for each of the three places it may begin at. */
function inBase64(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((shift * 8) / 6);
    return Buffer.from(whole.slice(from, Math.floor(((shift + bytes.length) * 8) / 6)));
  });
}

/** The six ways in which a text is looked for. */
export const encodings: Readonly<Record<string, (text: string) => readonly Buffer[]>> = {
  'utf-8': (text) => [Buffer.from(text)],
  'utf-16le': (text) => [Buffer.from(text, 'utf16le')],
  'utf-16be': (text) => [Buffer.from(text, 'utf16le').swap16()],
  base64: (text) => inBase64(Buffer.from(text)),
  hex: (text) => [Buffer.from(Buffer.from(text).toString('hex')), Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
  gb18030: (text) => [gb18030(text)],
};

export interface Found {
  readonly file: string;
  readonly marker: string;
  readonly encoding: string;
}

interface Needle {
  readonly bytes: Buffer;
  readonly marker: string;
  readonly encoding: string;
}

/** All files below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Looks for markers in every file below a folder, names included: each in each encoding, told once for a file. */
export class MarkerScan {
  /** By their first four bytes; which two they begin with stands apart, since nearly all places begin with others. */
  readonly #needles = new Map<number, Needle[]>();
  readonly #begins = new Uint8Array(65_536);

  constructor(markers: readonly Marker[]) {
    for (const { text } of markers) {
      for (const [encoding, forms] of Object.entries(encodings)) {
        for (const bytes of forms(text)) {
          const key = bytes.readUInt32LE(0);
          this.#needles.set(key, [...(this.#needles.get(key) ?? []), { bytes, marker: text, encoding }]);
          this.#begins[bytes.readUInt16LE(0)] = 1;
        }
      }
    }
  }

  in(folder: string): { readonly files: number; readonly bytes: number; readonly found: readonly Found[] } {
    const found = new Map<string, Found>();
    let bytes = 0;
    const files = filesIn(folder);
    for (const file of files) {
      const content = readFileSync(file);
      bytes += content.length;
      for (const part of [content, Buffer.from(path.relative(folder, file))]) {
        for (const { marker, encoding } of this.#inBytes(part))
          found.set(`${file} ${marker} ${encoding}`, { file: path.relative(folder, file), marker, encoding });
      }
    }
    return { files: files.length, bytes, found: [...found.values()] };
  }

  #inBytes(content: Buffer): readonly Needle[] {
    const found: Needle[] = [];
    for (let at = 0; at + 4 <= content.length; at += 1) {
      if (this.#begins[(content[at] ?? 0) | ((content[at + 1] ?? 0) << 8)] === 0) continue;
      for (const needle of this.#needles.get(content.readUInt32LE(at)) ?? []) {
        if (content.subarray(at, at + needle.bytes.length).equals(needle.bytes)) found.push(needle);
      }
    }
    return found;
  }
}
