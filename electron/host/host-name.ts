import type { Ledger } from '#electron/store/port.ts';
import type { NewId } from '#shared/lib/ids.ts';

/** A name of this host that lasts as long as its ledger. */
export async function hostName(ledger: Pick<Ledger, 'setting' | 'saveSetting'>, newId: NewId): Promise<string> {
  const known = await ledger.setting('host.name');
  if (known !== null) return known;
  const made = newId();
  await ledger.saveSetting('host.name', made);
  return made;
}
