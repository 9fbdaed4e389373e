import type { CaseState } from '#shared/case/state.ts';

/** How a social channel's thread names the person: in private messages, or below a comment. */
const socialThread = /^(?:user|comment:[^:]+):(.+)$/;

/**
 * Who somebody is at a channel, the same in all their cases there: the person's id at a provider, the address or number
 * by its token, the visitor of a chat page. Null where that is not known, or was erased. It is the channel's word, not the desk's: whose it is
 * in the wallet is said by people, case by case.
 */
export function contactKey(state: Pick<CaseState, 'channel' | 'thread' | 'contactAddress' | 'call' | 'erasedAt'>): string | null {
  const { channel, thread } = state;
  const key = (name: string | null | undefined) => (name == null || name === '' ? null : `${channel} ${name}`);
  if (state.erasedAt !== null) return null;
  switch (channel) {
    case 'email':
      return key(state.contactAddress?.marks[0]?.token);
    case 'phone':
      return key(state.call?.number?.marks[0]?.token);
    case 'chat':
      return key(thread);
    default:
      return key(socialThread.exec(thread)?.[1]);
  }
}
