import type { MailAddress } from '#electron/channels/email/mail-message.ts';
import type { MailWish } from '#electron/channels/email/outgoing-port.ts';

/** A message's recipients, each once; those in `bcc` stand in no header. */
export type Recipients = MailWish;

/**
 * Whom a message goes to: the customer unless it is sent on, and whoever was wished beside. Nobody gets it twice, the
 * desk's own addresses not at all, for it would answer itself; what is sent on never goes to the customer.
 */
export function whomItGoesTo(customer: MailAddress, wish: MailWish | null, sentOn: boolean, own: readonly string[]): Recipients {
  if (wish === null) return { to: [customer], cc: [], bcc: [] };
  const seen = new Set(own.map((address) => address.toLowerCase()));
  if (sentOn) seen.add(customer.address.toLowerCase());
  const once = (list: readonly MailAddress[]) =>
    list.filter(({ address }) => {
      const key = address.toLowerCase();
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const to = sentOn ? once(wish.to) : [customer];
  if (!sentOn) seen.add(customer.address.toLowerCase());
  return { to, cc: once(wish.cc), bcc: once(wish.bcc) };
}
