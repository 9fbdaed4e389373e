import type { WriteDb } from '#electron/sqlite/db.ts';
import { insertPhoneMessage } from '#electron/wallet/demo/tables/change-tables.ts';
import type { Localized } from '#shared/lib/localized.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A text that came to a demo customer's phone. */
export interface PhoneMessage {
  readonly at: Instant;
  readonly text: Localized;
}

/** Sends a text to a customer's phone. */
export function tellPhone(db: WriteDb, customer: string, at: Instant, text: Localized): void {
  insertPhoneMessage(db, customer, { at, text } satisfies PhoneMessage);
}
