import type { SocialAnswer } from '#electron/channels/social-port.ts';

/**
 * Sends the parts of one message in their order, each once; answers with the last one's id, or with the refusal of the first.
 * Rejects when a later part was not accepted: some of the message is out then, so it is neither sent nor unsent.
 */
export async function sendParts(parts: readonly (() => Promise<SocialAnswer>)[]): Promise<SocialAnswer> {
  let answer: SocialAnswer = { errcode: 0, msgId: '' };
  for (const [index, part] of parts.entries()) {
    const next = await part();
    if (next.errcode !== 0 && index > 0) throw new Error(`part ${index + 1} of ${parts.length} was refused (${next.errcode})`);
    if (next.errcode !== 0) return next;
    answer = next;
  }
  return answer;
}
