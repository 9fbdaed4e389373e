import { z } from 'zod';
import { blobHash, type EventId, eventId, type Token, token } from '#shared/lib/ids.ts';
import { foldWidth } from '#shared/wallet/masking.ts';
import { type MaskedText, maskedText, type TokenMark } from '#shared/wallet/tokens.ts';

/**
 * Whom a mail goes to beside its customer. Addresses are personal data: the log has them masked, and in full in a blob
 * that is sealed with the case's key. A chip in the composer is an address as somebody typed it, or stands for one that
 * the case knows and its reader does not.
 */

/** The most people one mail goes to, the customer among them: what the strictest of the large mail services takes at once. */
export const MAX_RECIPIENTS = 50;

/** The most that a list holds while it is being written: a paste of too many is told, not cut. */
export const MAX_CHIPS = 500;

/** The most UTF-16 units of one address (RFC 5321 section 4.5.3.1). */
export const MAX_ADDRESS = 254;

/** Whom a message went to, as the log has it; `blob` holds a `fullRecipients`, its lists in the order of the marks. */
export const recipients = z.object({
  /** Of a customer's message: somebody else wrote it. */
  from: maskedText.optional(),
  /** In the place of the customer, who does not get it. */
  to: maskedText.optional(),
  cc: maskedText.optional(),
  bcc: maskedText.optional(),
  /** Of a message from somebody else: the customer did not get it. */
  aside: z.boolean().optional(),
  /** Missing only in a command that waits until the engine can be reached. */
  blob: blobHash.optional(),
});
export type Recipients = z.infer<typeof recipients>;

export const recipientLists = ['from', 'to', 'cc', 'bcc'] as const;
export type RecipientList = (typeof recipientLists)[number];

const people = z.array(z.object({ name: z.string(), address: z.string() }));

/** The same in full, as the blob holds it. */
export const fullRecipients = z.object({ from: people, to: people, cc: people, bcc: people });
export type FullRecipients = z.infer<typeof fullRecipients>;

/** One chip: an address as it was typed, or one that the case knows, by its token. */
export type Addressee = { readonly address: string } | { readonly token: Token; readonly masked: string };

const addressee = z.union([z.object({ address: z.string().min(1).max(MAX_ADDRESS) }), z.object({ token, masked: z.string().min(1).max(MAX_ADDRESS) })]);

/** What somebody wants of whom their reply goes to. */
export interface Addressing {
  /** The message that is sent on; null: it is an answer, and goes to the customer. */
  readonly forwards: EventId | null;
  /** Of what is sent on: in the place of the customer. */
  readonly to: readonly Addressee[];
  readonly cc: readonly Addressee[];
  readonly bcc: readonly Addressee[];
}

export interface AddressingInput {
  readonly forwards: string | null;
  readonly to: readonly z.input<typeof addressee>[];
  readonly cc: readonly z.input<typeof addressee>[];
  readonly bcc: readonly z.input<typeof addressee>[];
}

const chips = z.array(addressee).max(MAX_CHIPS);

// Named, for the compiler writes the contract's types out, and has a limit to how long they may be.
export const addressing: z.ZodType<Addressing, AddressingInput> = z.object({ forwards: eventId.nullable(), to: chips, cc: chips, bcc: chips });

/** To the customer and to nobody else. */
export const customerAlone: Addressing = { forwards: null, to: [], cc: [], bcc: [] };

/** Whether it says no more than `customerAlone`. */
export const isCustomerAlone = ({ forwards, to, cc, bcc }: Addressing): boolean => forwards === null && to.length + cc.length + bcc.length === 0;

/** One address and nothing that a header could be left by; wider than RFC 5321, for RFC 6531 lets letters of all scripts in. */
const plainAddress = /^[^\s\p{C}<>()[\]\\,;:"@]{1,64}@[^\s\p{C}<>()[\]\\,;:"@]{1,255}$/u;

/** Whether a mail can be sent there as far as its headers go. */
export const isPlainAddress = (address: string): boolean => plainAddress.test(address);

const form = z.email({ pattern: z.regexes.html5Email });

/** A name with its labels, of which the last is no number (RFC 3696 section 2). */
const domainName = /^(?:[^.]{1,63}\.)+(?!\d+$)[^.]{2,63}$/;

/**
 * Whether what somebody typed is an address with a domain. zod's rule of HTML forms is asked, with letters and digits of
 * other scripts (RFC 6531) as if they were of this one; the domain takes its other form where the mail is handed over.
 */
export function isAddress(typed: string): boolean {
  if (typed.length > MAX_ADDRESS || !isPlainAddress(typed)) return false;
  const latin = typed.replace(/[^\P{L}\p{ASCII}]|[^\P{N}\p{ASCII}]|[^\P{M}\p{ASCII}]/gu, 'a');
  const at = latin.lastIndexOf('@');
  if (/^\.|\.\.|\.$/.test(latin.slice(0, at)) || !domainName.test(typed.slice(typed.lastIndexOf('@') + 1))) return false;
  return form.safeParse(latin).success;
}

/**
 * What was typed or pasted, as addresses: parted by commas, semicolons and line ends of both scripts, and by blanks
 * between addresses; of `Name <address>` the address is kept. What is none comes out as it stands.
 */
export function splitAddresses(typed: string): readonly string[] {
  const folded = foldWidth(typed).replace(/[、；，]/g, ';');
  const parts = folded.split(/[,;\r\n]+/).flatMap((part) => {
    const named = /<([^<>]*)>\s*$/.exec(part)?.[1];
    const said = (named ?? part).trim().replace(/^mailto:/i, '');
    const words = said.split(/\s+/);
    return words.length > 1 && words.every((word) => word.includes('@')) ? words : [said];
  });
  // A name with a comma in quotes leaves a piece behind that is nobody's address.
  return [...new Set(parts.filter((part) => part !== '' && !/^"[^"<@]*$/.test(part)).map((part) => part.slice(0, MAX_ADDRESS).toWellFormed().toLowerCase()))];
}

/** What is the same for two chips of one person. */
export const addresseeKey = (one: Addressee): string => ('token' in one ? one.token : one.address.trim().toLowerCase());

/** The chips without those that stand twice, in the first list that has them; `known` are left out too. */
export function withoutRepeats({ forwards, to, cc, bcc }: Addressing, known: readonly string[] = []): Addressing {
  const seen = new Set(known);
  const once = (list: readonly Addressee[]) =>
    list.filter((one) => {
      const key = addresseeKey(one);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  return { forwards, to: once(to), cc: once(cc), bcc: once(bcc) };
}

/** All values that are hidden in whom a message went to. */
export const recipientMarks = (given: Recipients | undefined): readonly TokenMark[] =>
  given === undefined ? [] : recipientLists.flatMap((list) => given[list]?.marks ?? []);

/** The chips that stand for a masked list. */
export const addresseesOf = ({ text, marks }: MaskedText = { text: '', marks: [] }): readonly Addressee[] =>
  marks.map(({ token: known, at, length }) => ({ token: known, masked: text.slice(at, at + length) }));

/** Masked addresses as one text, one after another, with a mark for each. */
export function maskedList(addresses: readonly { readonly masked: string; readonly token: Token }[]): MaskedText | undefined {
  if (addresses.length === 0) return undefined;
  let at = 0;
  const marks = addresses.map(({ masked, token: known }): TokenMark => {
    const mark = { kind: 'email' as const, token: known, at, length: masked.length };
    at += masked.length + 2;
    return mark;
  });
  return { text: addresses.map(({ masked }) => masked).join(', '), marks };
}

/** As it was wished for what is on record: to write it again. */
export function addressingOf(given: Recipients | undefined, forwards: EventId | undefined): Addressing {
  const list = (name: RecipientList): Addressee[] => [...addresseesOf(given?.[name])];
  return { forwards: forwards ?? null, to: list('to'), cc: list('cc'), bcc: list('bcc') };
}
