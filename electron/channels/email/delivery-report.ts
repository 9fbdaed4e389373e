import { cleanLine } from '#electron/channels/email/clean-text.ts';
import { messageIdsOf } from '#electron/channels/email/message-ids.ts';

/** What became of a mail at one of its recipients (RFC 3464 section 2.3). */
export interface ReportedRecipient {
  /** Lower case; as it was written on the envelope where the report tells, else where it ended. */
  readonly address: string;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** Such as `5.1.1` (RFC 3463); the class alone where no more is told. */
  readonly status: string;
}

export interface DeliveryReport {
  /** Ids that the mail reported on may have, the likeliest first. */
  readonly messageIds: readonly string[];
  readonly recipients: readonly ReportedRecipient[];
}

const MOST = 50;
const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

const unfolded = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ');

const fieldsOf = (block: string): ReadonlyMap<string, string> =>
  new Map(
    block
      .split('\n')
      .map((line) => /^([A-Za-z-]{1,60}):(.{0,2000})$/.exec(line.slice(0, 2_061)))
      .flatMap((found) => (found ? [[(found[1] ?? '').toLowerCase(), (found[2] ?? '').trim()] as const] : []))
      .toReversed(),
  );

/** `rfc822;Li@Example.com` is an address; others, as X.400's, are not. */
const addressOf = (value: string | undefined): string | null => {
  const plain = (value ?? '')
    .replace(/^[\w-]+\s*;/, '')
    .replace(/[<>\s]/g, '')
    .toLowerCase();
  return /^[^@]+@[^@]+$/.test(plain) ? cleanLine(plain, 320) : null;
};

/** The recipients that the part `message/delivery-status` tells of. */
export function reportedRecipients(text: string): readonly ReportedRecipient[] {
  const blocks = unfolded(text.slice(0, 200_000)).split(/\n{2,}/);
  return blocks
    .flatMap((block): ReportedRecipient[] => {
      const fields = fieldsOf(block);
      const address = addressOf(fields.get('original-recipient')) ?? addressOf(fields.get('final-recipient'));
      const said = (fields.get('action') ?? '').toLowerCase();
      const action = actions.find((known) => said.startsWith(known));
      if (address === null || action === undefined) return [];
      const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(fields.get('status') ?? '')?.[1];
      return [{ address, action, status: status ?? (action === 'failed' ? '5.0.0' : action === 'delayed' ? '4.0.0' : '2.0.0') }];
    })
    .slice(0, MOST);
}

/** The id that a mail's head names, of a returned mail or of its head alone. */
export function returnedId(text: string): readonly string[] {
  const head = unfolded(text.slice(0, 100_000)).split('\n\n')[0] ?? '';
  return messageIdsOf(fieldsOf(head).get('message-id'));
}

/** Ids that stand in the text of a report that has no parts, as some servers write them: the mail is quoted in it. */
export function quotedIds(text: string): readonly string[] {
  const found = text.slice(0, 200_000).matchAll(/^[\s>]{0,9}message-id:\s{0,9}<([^<>\s]{1,998})>/gim);
  return [...new Set([...found].map(([, id = '']) => id))].slice(0, MOST);
}

/** Recipients by the field that Exim and others write instead of a report. */
export function failedRecipients(value: string | undefined): readonly ReportedRecipient[] {
  return (value ?? '')
    .split(',')
    .flatMap((each): ReportedRecipient[] => {
      const address = addressOf(each);
      return address === null ? [] : [{ address, action: 'failed', status: '5.0.0' }];
    })
    .slice(0, MOST);
}
