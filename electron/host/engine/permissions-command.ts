import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { serverUsers } from '#electron/engine/nats/permissions/server-users.ts';
import { type DirectoryEntry, directoryEntry, natsRole } from '#electron/engine/nats/registry/desk-facts.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { jsonIn } from '#electron/host/read-text.ts';
import { groupId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

const user = z
  .strictObject({
    /** Names the file of its seed. */
    name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'small letters, digits and hyphens, at most 60'),
    role: natsRole,
    person: z.string().min(1).max(64).optional(),
    groups: z.array(groupId).min(1).nullable().default(null),
  })
  .refine(({ role, person }) => person !== undefined || !['agent', 'supervisor', 'trainer', 'administrator'].includes(role), {
    path: ['person'],
    message: 'says whom of the desk the key speaks for',
  });
const usersFile = z.array(user).min(1);
const directoryFile = z.record(z.string(), directoryEntry);

export interface PermissionsWritten {
  readonly lines: readonly string[];
}

const forms = { users: { type: 'string' }, out: { type: 'string' } } as const;

/**
 * Writes, for the users of a file, the server's configuration, the directory of keys and a seed for each who has none;
 * a seed that is there is never changed. Who is no longer in the file is ended in the directory, not taken out of it.
 */
export function runPermissions(args: readonly string[], now: Instant): Result<PermissionsWritten, string> {
  let given: { users?: string | undefined; out?: string | undefined };
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail(`${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)} (--help shows the options)`);
  }
  if (given.users === undefined || given.out === undefined) return fail('permissions needs --users FILE and --out DIR');
  const users = jsonIn(given.users, usersFile);
  if (!users.ok) return users;
  const twice = users.value.find(({ name }, index) => users.value.findIndex((other) => other.name === name) !== index);
  if (twice) return fail(`${given.users}: ${twice.name}: is there twice`);
  const out = path.resolve(given.out);
  const place = { seeds: path.join(out, 'seeds'), directory: path.join(out, 'directory.json'), conf: path.join(out, 'nats-users.conf') };
  try {
    mkdirSync(place.seeds, { recursive: true, mode: 0o700 });
    const before = existsSync(place.directory) ? jsonIn(place.directory, directoryFile) : ok({});
    if (!before.ok) return before;
    const { directory, lines } = enter(users.value, before.value, place.seeds, now);
    writeFileSync(place.directory, `${JSON.stringify(directory, null, 2)}\n`, { mode: 0o600 });
    writeFileSync(place.conf, serverUsers(directory, now), { mode: 0o600 });
    return ok({ lines: [...lines, `wrote ${place.conf}`, `wrote ${place.directory}`] });
  } catch (cause) {
    return fail(`${out}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function enter(
  users: z.infer<typeof usersFile>,
  before: Readonly<Record<string, DirectoryEntry>>,
  seeds: string,
  now: Instant,
): { readonly directory: Readonly<Record<string, DirectoryEntry>>; readonly lines: readonly string[] } {
  const directory: Record<string, DirectoryEntry> = { ...before };
  const lines: string[] = [];
  const here = new Set<string>();
  for (const { name, role, person, groups } of users) {
    const file = path.join(seeds, `${name}.nk`);
    const known = existsSync(file);
    if (!known) writeFileSync(file, `${freshSeed()}\n`, { mode: 0o600, flag: 'wx' });
    const { publicKey } = keyIn(file);
    const entry: DirectoryEntry = { name, role, ...(person === undefined ? {} : { person }), groups, until: null };
    const was = directory[publicKey];
    if (JSON.stringify(was) !== JSON.stringify(entry)) lines.push(`${was === undefined ? 'entered' : 'changed'} ${name} (${role})${known ? '' : `: ${file}`}`);
    directory[publicKey] = entry;
    here.add(publicKey);
  }
  for (const [publicKey, entry] of Object.entries(before)) {
    if (here.has(publicKey) || entry.until !== null) continue;
    directory[publicKey] = { ...entry, until: now };
    lines.push(`ended   ${entry.name} (${entry.role})`);
  }
  return { directory, lines };
}

function keyIn(file: string) {
  try {
    return signingKey(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
