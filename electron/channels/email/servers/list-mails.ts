import type { ImapFlow } from 'imapflow';
import type { Instant } from '#shared/lib/time.ts';

/** A mail as its server lists it, before anything of it is fetched. */
export interface ListedMail {
  readonly uid: number;
  /** RFC822.SIZE. */
  readonly size: number;
  readonly seen: boolean;
  /** INTERNALDATE: when the server got it. */
  readonly arrivedAt: Instant;
}

/** The mails of the open folder above a UID, in their order. */
export async function listMails(client: ImapFlow, above: number): Promise<readonly ListedMail[]> {
  const listed: ListedMail[] = [];
  for await (const { uid, size = 0, flags, internalDate } of client.fetch(
    `${above + 1}:*`,
    { uid: true, size: true, flags: true, internalDate: true },
    { uid: true },
  )) {
    // `n:*` names the last mail even where that is below n (RFC 9051 section 9).
    if (uid <= above) continue;
    listed.push({ uid, size, seen: flags?.has('\\Seen') ?? false, arrivedAt: Math.max(0, new Date(internalDate ?? 0).getTime() || 0) });
  }
  return listed.toSorted((a, b) => a.uid - b.uid);
}
