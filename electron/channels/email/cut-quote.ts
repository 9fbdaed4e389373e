/** A mail's text in two: what is said now, and what it quotes of earlier mails. */
export interface CutText {
  readonly fresh: string;
  readonly quoted: string | null;
}

/** Only the head of a line is looked at: no expression runs over a line as long as a stranger likes. */
const LOOK = 300;
/** "On … wrote:" is often wrapped. */
const WRAPS = 3;

const marked = (line: string): boolean => /^\s{0,3}>/.test(line);
const blank = (line: string): boolean => line.trim() === '';

/** The line by which mail programs announce a quote; it must name a time or an address, or people's own words would be taken for it. */
const announces = [
  /^\W{0,9}on\b.{4,300}\bwrote\s{0,3}[:：]$/iu,
  /^.{4,300}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu)\s{0,3}[:：]$/iu,
  /^.{2,300}(?:写道|寫道|来信|來信)\s{0,3}[:：]$/u,
];
const begins = /^\W{0,9}(?:on\b|在|于|於)/iu;
const separates = /^\s{0,9}-{2,}\s{0,9}(?:original message|original|replied message|原始邮件|原始郵件|原邮件|回复的原邮件|回复的邮件)\s{0,9}-{2,}$/iu;
const fromField = /^\s{0,9}\*{0,2}(?:from|发件人|寄件者|寄件人|發件人)\*{0,2}\s{0,3}[:：]/iu;
const otherField = /^\s{0,9}\*{0,2}(?:sent|date|to|subject|发送时间|日期|时间|收件人|主题|寄件日期|收件者|主旨|傳送時間)\*{0,2}\s{0,3}[:：]/iu;

const head = (line: string): string => line.slice(0, LOOK).trim();

/** How many lines an announcement takes from `at` on; 0 where there is none. */
function announcement(lines: readonly string[], at: number): number {
  let joined = '';
  for (let wrap = 0; wrap < WRAPS; wrap++) {
    const line = lines[at + wrap];
    if (line === undefined || blank(line) || marked(line)) return 0;
    // An announcement begins here, not above: those are the customer's own words.
    if (wrap > 0 && begins.test(head(line))) return 0;
    joined = `${joined} ${head(line)}`.trim();
    if (/\d|@/.test(joined) && announces.some((pattern) => pattern.test(joined))) return wrap + 1;
    if (wrap === 0 && !begins.test(joined) && !/\d|@/.test(joined)) return 0;
  }
  return 0;
}

/** Whether a block of header fields begins here, as Outlook and Foxmail put over what they quote. Under a line of dashes it is an attached mail. */
function fieldsBegin(lines: readonly string[], at: number): boolean {
  if (/^-{5,}$/.test(head(lines[at - 1] ?? ''))) return false;
  if (!fromField.test(head(lines[at] ?? ''))) return false;
  return lines.slice(at + 1, at + 8).filter((line) => otherField.test(head(line))).length >= 2;
}

const parted = (lines: readonly string[], from: number, to: number): CutText => {
  const fresh = [...lines.slice(0, from), ...lines.slice(to)].join('\n').trim();
  const quoted = lines.slice(from, to).join('\n').trim();
  return fresh === '' || quoted === '' ? { fresh: lines.join('\n').trim(), quoted: null } : { fresh, quoted };
};

/**
 * Cuts the quote of a reply off, losing no line. Answers between the quoted lines, forwarded mails and mails that are
 * nothing but a quote stay whole: too much on the screen is better than a question unread.
 */
export function cutQuote(text: string): CutText {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (marked(line)) return cutMarked(lines, at, at);
    if (separates.test(head(line)) || fieldsBegin(lines, at)) {
      const ruled = /^_{5,}$/.test(head(lines[at - 1] ?? ''));
      return parted(lines, ruled ? at - 1 : at, lines.length);
    }
    const taken = announcement(lines, at);
    if (taken === 0) continue;
    let next = at + taken;
    while (next < lines.length && blank(lines[next] ?? '')) next += 1;
    // With marks the quote has an end; without, all that follows is one.
    return marked(lines[next] ?? '') ? cutMarked(lines, at, next) : parted(lines, at, lines.length);
  }
  return { fresh: text.trim(), quoted: null };
}

/** Cuts one block of lines with `>` (RFC 3676 section 4.5), announced from `start` on; with a second block people answer between. */
function cutMarked(lines: readonly string[], start: number, first: number): CutText {
  let end = first;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (marked(line)) end = at + 1;
    else if (!blank(line)) break;
  }
  const again = lines.slice(end).some(marked);
  return again ? { fresh: lines.join('\n').trim(), quoted: null } : parted(lines, start, end);
}
