import type { Pending } from '#renderer/chat/chat-state.ts';
import { keep, kept, keptJson } from '#renderer/chat/kept.ts';
import type { ChatContact } from '#shared/contract/chat-contract.ts';
import type { CommandId } from '#shared/lib/ids.ts';

const PENDING = 'chat.pending';
const CONTACT = 'chat.contact';

/** Of a draft alone the composer knows more; beside it stands the mark of the thread it was written in. */
export const DRAFT = 'chat.draft';
export const DRAFT_MARK = 'chat.draft-mark';

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A message as it is kept until the desk confirms it. */
export function toPending(text: string, attachments: Pending['attachments'] = [], mark: string | null = null): Pending {
  return { commandId: crypto.randomUUID() as CommandId, text, attachments, at: Date.now(), failed: null, ...(mark === null ? {} : { mark }) };
}

export const keptPending = (): readonly Pending[] => keptJson<readonly Pending[]>(PENDING, [], Array.isArray);

/** Keeps what a page has pending in the place of what it had `before`; what other pages of this browser keep stays. */
export function keepPending(pending: readonly Pending[], before: readonly Pending[] = []): void {
  const own = new Set([...before, ...pending].map(({ commandId }) => commandId));
  const all = [...keptPending().filter(({ commandId }) => !own.has(commandId)), ...pending];
  keep(PENDING, all.length === 0 ? null : JSON.stringify(all));
}

/** What the customer said of themselves for their first message. */
export const keptContact = (): ChatContact => keptJson<ChatContact>(CONTACT, {}, isObject);

export const keepContact = (contact: ChatContact | null): void => keep(CONTACT, contact === null ? null : JSON.stringify(contact));

/** Forgets the draft where it was written in a thread that is meant; answers whether it was. */
export function forgetDraft(meant: (mark: string) => boolean): boolean {
  const whose = kept(DRAFT_MARK);
  if (whose === null || !meant(whose)) return false;
  for (const name of [DRAFT, DRAFT_MARK]) keep(name, null);
  return true;
}

/** Another customer begins in this browser: what the one before left is not theirs. */
export function forgetChat(): void {
  for (const name of [PENDING, CONTACT, DRAFT, DRAFT_MARK]) keep(name, null);
}
