import type { AnyEvent } from '#shared/case/envelope.ts';

/**
 * A draft without what of it was sent by `events`, in their order: who wrote on in one window while another sent what stood there
 * would send that again with the next press of Enter. Words that merely begin alike, in the middle of one, stay.
 */
export function withoutSent(draft: string, events: readonly AnyEvent[]): string {
  return events.reduce((text, event) => {
    const sent = event.type === 'message.sent' ? (event.content?.text ?? '').trim() : '';
    const head = text.trimStart();
    if (sent === '' || !head.startsWith(sent)) return text;
    const rest = head.slice(sent.length);
    return /^[\p{L}\p{N}]/u.test(rest) && /[\p{Script=Latin}\p{N}]$/u.test(sent) ? text : rest.trimStart();
  }, draft);
}
