import type { Email } from 'postal-mime';

/**
 * Texts whose declared charset is wrong or missing: UTF-8 sent as GB 2312 or Latin-1, GBK sent as UTF-8 or as nothing.
 * The parser believes what is declared; here the mail is read again as what else it may be, and the reading that looks
 * like language is taken. Only text and HTML are exchanged: attachments are bytes and stay as they were.
 */

/** Beyond it a mail is mostly attachments, and reading it several times would cost more than its text is worth. */
const LARGEST = 8 * 1024 * 1024;
/** How much of a text is looked at. */
const LOOK = 20_000;

/** The commonest characters of Chinese in both scripts: half of what anybody writes is among them. */
const common = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔退款付账帐钱支请您谢到'.concat(
    '們來國說時會對個這為過後還進開實無與長機從見產體給話門頭問題現當沒動樣點經種發學麼錢賬請謝應該關於訂單號碼什麼時候嗎',
  ),
);

/** Without the narrow kana, which is what Western and Cyrillic bytes become in Shift JIS. */
const kana = /[\u3041-\u30ff]/u;
const han = /\p{Script=Han}/u;
const hangul = /\p{Script=Hangul}/u;

interface Looks {
  readonly total: number;
  /** Characters that are not ASCII. */
  readonly strange: number;
  readonly broken: number;
  readonly asian: number;
  /** From 0 to 1: how many of the strange ones are what people write. */
  readonly likely: number;
}

function looksOf(text: string): Looks {
  let [total, strange, broken, asian, good] = [0, 0, 0, 0, 0];
  for (const char of text.slice(0, LOOK)) {
    const code = char.codePointAt(0) ?? 0;
    total += 1;
    // An escape sequence that nobody read.
    if (code === 0x1b) broken += 1;
    if (code < 0x80) continue;
    strange += 1;
    if (code === 0xfffd || (code >= 0xe000 && code < 0xf900) || (code >= 0x80 && code < 0xa0)) broken += 1;
    else if (kana.test(char)) [asian, good] = [asian + 1, good + 1];
    else if (han.test(char)) [asian, good] = [asian + 1, good + (common.has(char) ? 1 : 0)];
    else if (hangul.test(char)) [asian, good] = [asian + 1, good + 0.3];
    else if (code < 0x100) good += 0.1;
    else if ((code >= 0x370 && code < 0x1100) || (code >= 0x2010 && code < 0x2040) || (code >= 0x3000 && code < 0x3040) || code >= 0xff00) good += 0.5;
  }
  return { total, strange, broken, asian, likely: strange === 0 ? (broken > 0 ? -1 : 1) : (good - broken * 2) / strange };
}

const textsOf = ({ text = '', html = '' }: Email): string => `${text.slice(0, LOOK / 2)}\n${html.replace(/<[^>]{0,2000}>/g, '').slice(0, LOOK / 2)}`;

/** The mail with another charset declared at each of its texts; the first of two declarations is the one that is read. */
function declare(bytes: Uint8Array, charset: string): Uint8Array {
  const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const named = mail.replace(/^(content-type:\s{0,9}text\/(?:plain|html))/gim, `$1; charset="${charset}"`);
  const end = /\r?\n\r?\n/.exec(named)?.index ?? named.length;
  const bare = !/^content-type:/im.test(named.slice(0, end));
  return Buffer.from(bare ? `Content-Type: text/plain; charset="${charset}"\r\n${named}` : named, 'latin1');
}

const declaredIn = (bytes: Uint8Array): ReadonlySet<string> => {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256 * 1024)).toString('latin1');
  return new Set([...head.matchAll(/charset\s{0,9}=\s{0,9}"?([\w:.-]{1,40})/gi)].map(([, label = '']) => label.toLowerCase().replace('_', '-')));
};

/** The parsed mail, its texts read as the charset they are really in. `parse` reads the mail as the first time. */
export async function repairBody(bytes: Uint8Array, email: Email, parse: (bytes: Uint8Array) => Promise<Email>): Promise<Email> {
  const before = looksOf(textsOf(email));
  if (bytes.length > LARGEST || (before.strange === 0 && before.broken === 0)) return email;
  const declared = declaredIn(bytes);
  const isUtf8 = [...declared].every((label) => label === 'utf-8' || label === 'utf8');
  if (before.broken === 0 && ((isUtf8 && declared.size > 0) || before.likely > 0.3)) return email;
  // A few letters with accents among many without: a Western text, unless it is UTF-8.
  const western = before.broken === 0 && before.asian === 0 && before.strange < before.total * 0.3;
  let best = { email, looks: before };
  for (const charset of western ? ['utf-8'] : ['utf-8', 'gb18030', 'big5', 'iso-2022-jp', 'shift_jis', 'windows-1252']) {
    if (declared.size === 1 && declared.has(charset)) continue;
    const read = await parse(declare(bytes, charset));
    const looks = looksOf(textsOf(read));
    // What is whole in UTF-8 and has letters beyond the West's is UTF-8: by chance no other text of some length is.
    if (charset === 'utf-8' && looks.broken === 0 && (looks.asian > 0 || (before.asian === 0 && looks.strange > 0))) return exchanged(email, read);
    // A Western reading finds a letter for any byte: it is the last resort, for texts that are nothing else.
    const better =
      charset === 'windows-1252' ? best.looks.broken > 0 && looks.broken === 0 && best.looks.likely <= 0.1 : looks.likely > best.looks.likely + 0.15;
    if (better) best = { email: read, looks };
  }
  return best.email === email ? email : exchanged(email, best.email);
}

const exchanged = (email: Email, read: Email): Email => ({
  ...email,
  ...(read.text === undefined ? {} : { text: read.text }),
  ...(read.html === undefined ? {} : { html: read.html }),
});
