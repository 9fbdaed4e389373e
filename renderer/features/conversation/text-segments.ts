import type { TokenMark } from '#shared/wallet/tokens.ts';

/** A stretch of a message's text, in order; joined they give the text again. */
export type TextSegment =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'mark'; readonly at: number; readonly text: string; readonly mark: TokenMark }
  | { readonly kind: 'link'; readonly at: number; readonly text: string; readonly href: string; readonly host: string };

const ADDRESS = /https:\/\/[^\s<>"'`（）「」『』【】《》，。；！？、]+/gi;
const TRAILING = /[.,;:!?)\]}'"]+$/;

/**
 * The real target of an address a stranger wrote, or null where it may not be opened: https only, without user name
 * or password. The host comes in its ASCII form, so that look-alike letters show.
 */
export function safeAddress(text: string): { readonly href: string; readonly host: string } | null {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.host === '') return null;
  return { href: url.href, host: url.host };
}

function linked(text: string, from: number): TextSegment[] {
  const segments: TextSegment[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    const target = safeAddress(address);
    if (!target) continue;
    if (match.index > done) segments.push({ kind: 'text', at: from + done, text: text.slice(done, match.index) });
    segments.push({ kind: 'link', at: from + match.index, text: address, ...target });
    done = match.index + address.length;
  }
  if (done < text.length) segments.push({ kind: 'text', at: from + done, text: text.slice(done) });
  return segments;
}

/** Cuts a masked text at its marks and at addresses that may be opened; marks outside the text or over another are left as text. */
export function textSegments(text: string, marks: readonly TokenMark[]): readonly TextSegment[] {
  const segments: TextSegment[] = [];
  let done = 0;
  for (const mark of marks.toSorted((a, b) => a.at - b.at)) {
    const end = mark.at + mark.length;
    if (mark.at < done || end > text.length) continue;
    segments.push(...linked(text.slice(done, mark.at), done), { kind: 'mark', at: mark.at, text: text.slice(mark.at, end), mark });
    done = end;
  }
  segments.push(...linked(text.slice(done), done));
  return segments;
}
