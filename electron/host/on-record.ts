import type { DeskServices } from '#electron/host/desk-services.ts';

/** The errors of a call that needs a part of the desk. */
export type Unavailable = { readonly UNAVAILABLE: (options: { data: { part: 'wallet' | 'engine' } }) => Error };

/** What is shown is on record first; what cannot be recorded is not shown. */
export async function onRecord(services: DeskServices, recording: Promise<void>, errors: Unavailable): Promise<void> {
  try {
    await recording;
  } catch (cause) {
    services.logger.error('onRecord: a look could not be recorded', { cause: String(cause) });
    throw errors.UNAVAILABLE({ data: { part: 'engine' } });
  }
}
