/**
 * The addresses in an agent's answer. The console finds those in strangers' words by rules of its own. Here the desk's own
 * people wrote them, in Chinese often without a blank on either side: letters of a script that is written without blanks
 * end an address, but for the name of a host, and for a whole part of what is behind it where signs of an address stand on
 * either side. Where that leaves open which host is meant, nothing is made of it.
 */

/** A stretch of an answer, in order; joined they give the answer again. */
export type AnswerPart =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'link';
      readonly at: number;
      readonly text: string;
      readonly href: string;
      /** Where it leads, in ASCII, so that look-alike letters show. */
      readonly host: string;
      /** Whether the host is written so in the text. */
      readonly plain: boolean;
    };

const RUNNING_SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
const RUNNING = `[${RUNNING_SCRIPTS.map((script) => String.raw`\p{Script=${script}}`).join('')}]`;
/** A letter of the other scripts; nothing that is invisible or turns the writing round. */
const LETTER = String.raw`(?:(?!${RUNNING})[\p{L}\p{M}\p{Nd}])`;
const ANY_LETTER = `(?:${LETTER}|${RUNNING})`;
/** Of a host's name; what begins in a running script may go on in any, what begins in another ends where a running one begins. */
const LABEL = `(?:${RUNNING}(?:${ANY_LETTER}|[_-])*|(?:${LETTER}|[_-])+)`;
/** Neither half a name, as where it goes on behind what is invisible, nor what is the user's before an @, nor a name that may go on behind words in a running script. */
const WHOLE = String.raw`(?!\p{Cf}*(?:${LETTER}|[_\-])|\.${ANY_LETTER}|[a-z0-9\-._~:!$&'()*+,;=%]*@|${RUNNING}(?:${ANY_LETTER}|[_\-])*\.${ANY_LETTER})`;
/** Behind the host, as RFC 3986 has it, and letters as browsers show them; a bracket where it is closed again. */
const SIGN = String.raw`(?:${LETTER}|[\-._~:\/?#@!$&'*+,;=%])`;
/** All of a part between two signs of an address, behind the second of which the address goes on: a sentence may end with a question mark too. */
const INNER = String.raw`(?<=[\/?#=&])${RUNNING}+(?=[\/#=&]|\?(?:${LETTER}|${RUNNING}+=)|%[0-9a-f]{2})`;
const REST = String.raw`[\/?#](?:${SIGN}|${INNER}|\(${SIGN}*\))*(?<![.,;:!?'*~])`;

const ADDRESS = new RegExp(String.raw`(?<![a-z0-9])https?:\/\/(?<name>${LABEL}(?:\.${LABEL})*)${WHOLE}(?::\d{1,5}(?!\d))?(?:${REST})?`, 'giu');

/** A name whose last label alone is in a running script may as well be one that a sentence follows. */
const OPEN_END = new RegExp(String.raw`(?:^|\.)${LETTER}[^.]*\.${RUNNING}[^.]*$`, 'iu');
/** What was masked: an address that holds it leads elsewhere than it did. */
const MASKED = /\*{3}/;

/** Where an address leads; null where it is none. */
function target(address: string): URL | null {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
  } catch {
    return null;
  }
}

/** Cuts an answer at the http and https addresses in it. */
export function answerParts(answer: string): readonly AnswerPart[] {
  const parts: AnswerPart[] = [];
  let done = 0;
  for (const { 0: text, index: at, groups } of answer.matchAll(ADDRESS)) {
    const name = groups?.name ?? '';
    const end = at + text.length;
    if (OPEN_END.test(name) || MASKED.test(answer.slice(at, end + 3))) continue;
    const url = target(text);
    if (!url) continue;
    if (at > done) parts.push({ kind: 'text', at: done, text: answer.slice(done, at) });
    parts.push({ kind: 'link', at, text, href: url.href, host: url.host, plain: url.hostname === name.toLowerCase() });
    done = end;
  }
  if (done < answer.length) parts.push({ kind: 'text', at: done, text: answer.slice(done) });
  return parts;
}
