import type { EventLog } from '#electron/engine/event-log.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import {
  type Addressee,
  type Addressing,
  type FullRecipients,
  fullRecipients,
  isAddress,
  isCustomerAlone,
  maskedList,
  type RecipientList,
  type Recipients,
  recipientLists,
  recipientMarks,
  withoutRepeats,
} from '#shared/case/recipients.ts';
import type { BlobHash, CaseId, Token } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { mask } from '#shared/wallet/masking.ts';

interface Options {
  readonly log: Pick<EventLog, 'putBlob' | 'getBlob'>;
  readonly vault: Pick<Vault, 'put'>;
}

type Person = FullRecipients['to'][number];

const wordsFor = ['to', 'cc', 'bcc'] as const;

const nobody: FullRecipients = { from: [], to: [], cc: [], bcc: [] };

/** The events of a case that say whom a message went to. */
const recipientsIn = (events: readonly AnyEvent[]): readonly Recipients[] =>
  events.flatMap((event) => ((event.type === 'message.received' || event.type === 'message.sent') && event.content?.recipients) || []);

/** What the opening of a case says of whom it is with. */
function openingIn(events: readonly AnyEvent[]) {
  const opened = events.find(({ type }) => type === 'case.opened');
  return opened?.type === 'case.opened' ? (opened.content ?? null) : null;
}

/**
 * The way of other people's addresses into a case and out of it: masked where everybody sees them, whole in a blob under
 * the case's key. Of the program's parts the channel alone asks for it; whoever has the case's key, as a trainer of a
 * closed case has, could open it, and the original mails beside it, with a program of their own.
 */
export class CaseRecipients {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Puts the people of a message away; rejects while the engine cannot be reached. */
  async keep(caseId: CaseId, given: Partial<FullRecipients>): Promise<Recipients> {
    const full = { ...nobody, ...given };
    return { ...(await this.#masked(full)), blob: await this.#seal(caseId, full) };
  }

  #seal(caseId: CaseId, full: FullRecipients): Promise<BlobHash> {
    return this.#options.log.putBlob({ kind: 'case', id: caseId }, new TextEncoder().encode(JSON.stringify(full)));
  }

  /** The people of a message in full; null where they are gone. */
  async read(caseId: CaseId, blob: BlobHash): Promise<FullRecipients | null> {
    const bytes = await this.#options.log.getBlob({ kind: 'case', id: caseId }, blob);
    if (bytes === null) return null;
    const read = fullRecipients.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return read.success ? read.data : null;
  }

  async #masked(full: FullRecipients): Promise<Recipients> {
    const masked: Partial<Record<RecipientList, Recipients['to']>> = {};
    for (const list of recipientLists) {
      const known = [];
      for (const { address } of full[list]) known.push({ masked: mask('email', address), token: await this.#options.vault.put('email', address) });
      const text = maskedList(known);
      if (text !== undefined) masked[list] = text;
    }
    return masked as Recipients;
  }

  /**
   * What somebody wants as a command has it, masked and without a blob; undefined where it goes to the customer alone.
   * Nothing is asked of the engine. Refused is what is no address, what the case does not know, and the desk's own.
   */
  async wish(events: readonly AnyEvent[], wanted: Addressing, own: readonly string[]): Promise<Result<Recipients | undefined, Refusal>> {
    if (isCustomerAlone(wanted)) return ok(undefined);
    const { vault } = this.#options;
    const ours = new Set<Token>();
    for (const address of own) ours.add(await vault.put('email', address));
    const customer = openingIn(events)?.contactAddress?.marks[0]?.token;
    const known = new Set(recipientsIn(events).flatMap((given) => recipientMarks(given).map((mark) => mark.token)));
    const tokens = async (list: readonly Addressee[]): Promise<Result<readonly Extract<Addressee, { token: Token }>[], Refusal>> => {
      const found: Extract<Addressee, { token: Token }>[] = [];
      for (const one of list) {
        if ('token' in one) {
          // What the desk came to own since is left out: nobody typed it.
          if (ours.has(one.token)) continue;
          if (!known.has(one.token)) return fail({ code: 'bad-recipient', address: one.masked });
          found.push(one);
          continue;
        }
        const address = one.address.trim().toLowerCase();
        if (!isAddress(address)) return fail({ code: 'bad-recipient', address: one.address });
        const token = await vault.put('email', address);
        if (ours.has(token)) return fail({ code: 'own-recipient', address: one.address });
        if (token === customer && wanted.forwards !== null) return fail({ code: 'customer-recipient', address: one.address });
        found.push({ token, masked: mask('email', address) });
      }
      return ok(found);
    };
    const [to, cc, bcc] = [await tokens(wanted.to), await tokens(wanted.cc), await tokens(wanted.bcc)];
    if (!to.ok) return to;
    if (!cc.ok) return cc;
    if (!bcc.ok) return bcc;
    // An answer goes to the customer as it is.
    const once = withoutRepeats(
      { forwards: wanted.forwards, to: [...to.value], cc: [...cc.value], bcc: [...bcc.value] },
      customer === undefined ? [] : [customer],
    );
    const text = (list: readonly Addressee[]) => maskedList(list.flatMap((one) => ('token' in one ? [one] : [])));
    const lists = { to: text(once.to), cc: text(once.cc), bcc: text(once.bcc) };
    if (lists.to === undefined && lists.cc === undefined && lists.bcc === undefined) return ok(undefined);
    return ok(Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)) as Recipients);
  }

  /** The customer's address in full; null where an earlier program took the case in, which did not keep it. */
  async #customerOf(caseId: CaseId, events: readonly AnyEvent[]): Promise<string | null> {
    const reach = openingIn(events)?.reach;
    const bytes = reach === undefined ? null : await this.#options.log.getBlob({ kind: 'case', id: caseId }, reach);
    return bytes === null ? null : new TextDecoder().decode(bytes).toLowerCase();
  }

  /**
   * The same command's recipients with their blob, for a message that leaves: whom each mark stands for is found in the
   * words as they were typed, and in what the case knows. Here the addresses are there in full, and whose vault a token
   * is from does not matter: whoever is named twice gets it once, and what is sent on (`forwards`) is refused the customer.
   */
  async complete(
    caseId: CaseId,
    events: readonly AnyEvent[],
    masked: Recipients,
    typed: Addressing | undefined,
    forwards: boolean,
  ): Promise<Result<Recipients | undefined, Refusal>> {
    const people = new Map<string, Person>();
    const wanted = new Set<string>(recipientMarks(masked).map(({ token }) => token));
    for (const given of recipientsIn(events).toReversed()) {
      const sought = recipientMarks(given).some(({ token }) => wanted.has(token) && !people.has(token));
      const full = sought && given.blob !== undefined ? await this.read(caseId, given.blob) : null;
      for (const list of full === null ? [] : recipientLists) {
        for (const [index, { token }] of (given[list]?.marks ?? []).entries()) {
          const person = full?.[list][index];
          if (person !== undefined && !people.has(token)) people.set(token, person);
        }
      }
    }
    for (const one of typed === undefined ? [] : [...typed.to, ...typed.cc, ...typed.bcc]) {
      if ('token' in one) continue;
      const address = one.address.trim().toLowerCase();
      const token = await this.#options.vault.put('email', address);
      if (!people.has(token)) people.set(token, { name: '', address });
    }
    const full = { from: [] as Person[], to: [] as Person[], cc: [] as Person[], bcc: [] as Person[] };
    const customer = await this.#customerOf(caseId, events);
    const seen = new Set<string | null>([customer]);
    const lists: Partial<Record<RecipientList, NonNullable<Recipients['to']>>> = {};
    for (const list of wordsFor) {
      const once: { readonly masked: string; readonly token: Token }[] = [];
      for (const { token, at, length } of masked[list]?.marks ?? []) {
        const shown = masked[list]?.text.slice(at, at + length) ?? '';
        const person = people.get(token);
        if (person === undefined) return fail({ code: 'bad-recipient', address: shown });
        const address = person.address.toLowerCase();
        if (forwards && address === customer) return fail({ code: 'customer-recipient', address: shown });
        if (seen.has(address)) continue;
        seen.add(address);
        once.push({ masked: shown, token });
        full[list].push(person);
      }
      const text = maskedList(once);
      if (text !== undefined) lists[list] = text;
    }
    if (Object.keys(lists).length === 0) return ok(undefined);
    return ok({ ...lists, blob: await this.#seal(caseId, full) });
  }
}
