import type { Ledger } from '#electron/store/port.ts';
import { type Preferences, preferences } from '#shared/contract/schemas.ts';
import type { PersonId } from '#shared/lib/ids.ts';

const defaults: Preferences = { theme: 'auto', sounds: true, notifications: false, keys: {}, sendOnEnter: true };

/** A person's choices on this machine; what is missing or no longer understood falls back to the defaults. */
export async function readPreferences(ledger: Ledger, person: PersonId): Promise<Preferences> {
  const kept = await ledger.setting(`preferences ${person}`);
  if (kept === null) return defaults;
  try {
    const read = preferences.safeParse({ ...defaults, ...JSON.parse(kept) });
    return read.success ? read.data : defaults;
  } catch {
    return defaults;
  }
}

/** Keeps a person's choices. */
export async function savePreferences(ledger: Ledger, person: PersonId, chosen: Preferences): Promise<void> {
  await ledger.saveSetting(`preferences ${person}`, JSON.stringify(chosen));
}
