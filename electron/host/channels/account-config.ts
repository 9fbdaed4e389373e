import path from 'node:path';
import { z } from 'zod';
import { textIn } from '#electron/host/read-text.ts';
import { putAt, readAccount } from '#shared/desk/account-form.ts';
import { accountChannel, accountFields, type ChannelAccount, valueAt, webAddress } from '#shared/desk/channel-account.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What every configuration file says of accounts alike, a console's and a gateway's; each account is read by `accountsIn`. */
export const accountsSchema = {
  /** Where the world reaches this machine's webhooks. */
  publicUrl: webAddress.transform((url) => url.replace(/\/+$/, '')).optional(),
  accounts: z.array(z.unknown()).optional(),
};

/** A secret that lies elsewhere than in the file. */
const elsewhere = z.union([z.strictObject({ file: z.string().min(1) }), z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) })]);

/** A place in a configuration file, and what is wrong there. */
export type ConfigFault = readonly [place: string, fault: string];
export type Env = Readonly<Record<string, string | undefined>>;

function secretOf(raw: object, folder: string, env: Env): Result<string, string> {
  const read = elsewhere.safeParse(raw);
  if (!read.success) return fail('is neither a word nor { "file": … } nor { "env": … }');
  if ('file' in read.data) return textIn(path.resolve(folder, read.data.file));
  const value = env[read.data.env];
  return value === undefined || value === '' ? fail(`the environment has no ${read.data.env}`) : ok(value);
}

/** An account with its secrets where they belong, or what is wrong with it. */
function accountIn(raw: unknown, place: string, folder: string, env: Env): Result<ChannelAccount, readonly ConfigFault[]> {
  if (typeof raw !== 'object' || raw === null) return fail([[place, 'is not an account']]);
  const whole: Record<string, unknown> = structuredClone({ ...raw });
  const channel = accountChannel.safeParse(valueAt(raw, 'channel'));
  const faults: ConfigFault[] = [];
  for (const field of channel.success ? accountFields[channel.data] : []) {
    const given = valueAt(raw, field.path);
    if (field.is !== 'secret' || typeof given !== 'object' || given === null) continue;
    const secret = secretOf(given, folder, env);
    if (!secret.ok) faults.push([`${place}.${field.path}`, secret.error]);
    // What could not be read is told once, and not as a bad form too.
    putAt(whole, field.path, secret.ok ? secret.value : '-');
  }
  const read = readAccount(whole);
  if (read.ok) return faults.length === 0 ? read : fail(faults);
  const told = new Set(faults.map(([at]) => at));
  const more = read.error.map((one): ConfigFault => [`${place}${one.path === '' ? '' : `.${one.path}`}`, one.detail]).filter(([at]) => !told.has(at));
  return fail([...faults, ...more]);
}

/** The accounts of a configuration's list, or everything that is wrong with them; secrets' files are relative to the folder. */
export function accountsIn(given: unknown, folder: string, env: Env): Result<readonly ChannelAccount[], readonly ConfigFault[]> {
  const accounts: ChannelAccount[] = [];
  const faults: ConfigFault[] = [];
  for (const [index, raw] of (Array.isArray(given) ? given : []).entries()) {
    const place = `accounts.${index}`;
    const account = accountIn(raw, place, folder, env);
    if (!account.ok) faults.push(...account.error);
    else if (accounts.some(({ id }) => id === account.value.id)) faults.push([`${place}.id`, 'another account has it']);
    else accounts.push(account.value);
  }
  return faults.length === 0 ? ok(accounts) : fail(faults);
}
