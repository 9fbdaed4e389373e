import { z } from 'zod';
import {
  type AccountChannel,
  type AccountField,
  accountChannel,
  accountFields,
  accountId,
  accountSchemas,
  type ChannelAccount,
  valueAt,
} from '#shared/desk/channel-account.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What can be wrong at a place of an account. */
export const accountFaultCode = z.enum(['missing', 'bad-form', 'too-long', 'out-of-range', 'unknown-field', 'taken', 'not-here']);
export type AccountFaultCode = z.infer<typeof accountFaultCode>;

/** The place in the account, such as `imap.host`, and what is wrong there; `detail` is for a configuration file's reader. */
export interface AccountFault {
  readonly path: string;
  readonly fault: AccountFaultCode;
  readonly detail: string;
}

/** An account as it is typed: what stands at each place. A secret left empty, or out, stays as it is; null takes one away. */
export const accountWish = z.object({
  channel: accountChannel,
  // Wider than what fits, so that what is too long is told at its field.
  id: z.string().max(5_000),
  name: z.string().max(5_000),
  values: z.record(z.string().max(100), z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()])),
});
export type AccountWish = z.infer<typeof accountWish>;

function faultOf(issue: z.core.$ZodIssue, raw: unknown): AccountFault {
  const path = issue.path.join('.');
  const told = (fault: AccountFaultCode): AccountFault => ({ path, fault, detail: issue.message });
  const given = path === '' ? raw : valueAt(raw, path);
  if (given === undefined || given === null || given === '') return { path, fault: 'missing', detail: 'is missing' };
  switch (issue.code) {
    case 'too_big':
      return told(issue.origin === 'string' ? 'too-long' : 'out-of-range');
    case 'too_small':
      return told(issue.origin === 'string' ? 'missing' : 'out-of-range');
    case 'unrecognized_keys':
      return { path: [path, issue.keys[0] ?? ''].filter((part) => part !== '').join('.'), fault: 'unknown-field', detail: 'is not known' };
    case 'invalid_type':
    case 'not_multiple_of':
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_value':
    case 'custom':
      return told('bad-form');
    default:
      return assertNever(issue);
  }
}

/** An account of any origin, or everything that is wrong with it. */
export function readAccount(raw: unknown): Result<ChannelAccount, readonly AccountFault[]> {
  const channel = accountChannel.safeParse(valueAt(raw, 'channel'));
  if (!channel.success) return fail([{ path: 'channel', fault: 'bad-form', detail: `is none of ${accountChannel.options.join(', ')}` }]);
  const read = accountSchemas[channel.data].safeParse(raw);
  return read.success ? ok(read.data) : fail(read.error.issues.map((issue) => faultOf(issue, raw)));
}

const asked = ({ when }: AccountField, at: (path: string) => unknown): boolean => when === undefined || at(when[0]) === when[1];

/** The fields that are asked for, where other fields stand so. */
export const fieldsOf = (channel: AccountChannel, at: (path: string) => unknown): readonly AccountField[] =>
  accountFields[channel].filter((field) => asked(field, at));

/** Puts a value at a place such as `imap.host`, and what is missing on the way there. */
export function putAt(into: Record<string, unknown>, path: string, value: unknown): void {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const held = Object.hasOwn(into, name) ? into[name] : undefined;
  const inner: Record<string, unknown> = typeof held === 'object' && held !== null ? { ...held } : {};
  putAt(inner, rest.join('.'), value);
  into[name] = inner;
}

const SIGNATURE = /^signatures\.([A-Za-z0-9-]{1,64})$/;

/** What somebody typed as an account, secrets that were left empty taken from the kept one; or everything that is wrong with it. */
export function accountFrom(wish: AccountWish, kept: ChannelAccount | null): Result<ChannelAccount, readonly AccountFault[]> {
  const { channel, id, name, values } = wish;
  const typed = (path: string): unknown => (Object.hasOwn(values, path) ? values[path] : undefined);
  const raw: Record<string, unknown> = { channel, id, name, on: kept?.on ?? true };
  for (const { path, is, optional } of fieldsOf(channel, typed)) {
    const value = typeof typed(path) === 'string' ? String(typed(path)).trim() : typed(path);
    if (value !== undefined && value !== '' && value !== null) putAt(raw, path, value);
    else if (is === 'secret' && value !== null && kept !== null && valueAt(kept, path) != null) putAt(raw, path, valueAt(kept, path));
    // What may be left empty is null where the account says so, else an empty word.
    else if (optional) putAt(raw, path, path === 'encodingAesKey' ? null : '');
  }
  if (channel === 'email') {
    const signatures = Object.entries(values).flatMap(([path, text]) => {
      const queue = SIGNATURE.exec(path)?.[1];
      return queue !== undefined && typeof text === 'string' && text.trim() !== '' ? [[queue, text] as const] : [];
    });
    raw.signatures = Object.fromEntries(signatures);
  }
  return readAccount(raw);
}

/** What the screen may know of an account: everything but its secrets, of which it knows which are set. */
export function accountValues(account: ChannelAccount): { readonly values: Record<string, string | number | boolean>; readonly set: readonly string[] } {
  const values: Record<string, string | number | boolean> = {};
  const set: string[] = [];
  for (const { path, is } of fieldsOf(account.channel, (at) => valueAt(account, at))) {
    const value = valueAt(account, path);
    if (value === undefined || value === null || value === '') continue;
    if (is === 'secret') set.push(path);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') values[path] = value;
  }
  if (account.channel === 'email') for (const [queue, text] of Object.entries(account.signatures)) values[`signatures.${queue}`] = text;
  return { values, set };
}

/** An id for a new account that none has yet, such as `wechat-2`. */
export function freeId(channel: AccountChannel, taken: readonly string[]): string {
  let n = 1;
  while (taken.includes(`${channel}-${n}`)) n += 1;
  return accountId.parse(`${channel}-${n}`);
}
