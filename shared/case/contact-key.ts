import type { CaseState } from '#shared/case/state.ts';

/** How a social channel's thread names the person, in private messages or below a comment, and the desk's account that it came by. */
const socialThread = /^(?:at:([a-z0-9-]+):)?(?:user|comment:[^:]+):(.+)$/s;

/** A provider may call one person otherwise at each account, and two persons alike: only the account and the id together say who it is. */
function personAt(thread: string): string | null {
  const [, account, user] = socialThread.exec(thread) ?? [];
  if (user === undefined) return null;
  return account === undefined ? user : `at:${account}:${user}`;
}

/**
 * Who somebody is at a channel, the same in all their cases there: the person's id at a provider's account (WhatsApp's
 * number by its pseudonym), the address or number by its token, the visitor of a chat page. Null where that is not known, or was erased. It is the channel's word, not the desk's: whose it is
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
      return key(personAt(thread));
  }
}
