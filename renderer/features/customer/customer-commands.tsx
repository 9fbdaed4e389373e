import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';

/** What can be done with the customer who is shown, by their “…” menu as by the palette; null is what cannot, now or by this person. */
export interface CustomerWays {
  readonly callNote: (() => void) | null;
  readonly refresh: (() => void) | null;
  readonly openChat: (() => void) | null;
  readonly unidentify: (() => void) | null;
  readonly erase: (() => void) | null;
}

export const noWays: CustomerWays = { callNote: null, refresh: null, openChat: null, unidentify: null, erase: null };

function CustomerCommand({ id, label, run }: { readonly id: string; readonly label: string; readonly run: (() => void) | null }) {
  const { t } = useTranslation('customer');
  useCommand({ id: `customer.${id}`, label, group: t('pane'), defaultKey: null, run: () => run?.(), enabled: run !== null });
  return null;
}

/**
 * Offers them in the palette, and for a key in the settings; to be drawn once on a screen, also by what shows no account. A
 * component and no hook: what stands in the place of an account must not offer over it what its own parts offer.
 */
export function CustomerCommands({ callNote, refresh, openChat, unidentify, erase }: CustomerWays) {
  const { t } = useTranslation('customer');
  return (
    <>
      <CustomerCommand id="callNote" label={t('callNoteCommand')} run={callNote} />
      <CustomerCommand id="refresh" label={t('refreshCommand')} run={refresh} />
      <CustomerCommand id="openChat" label={t('openChat')} run={openChat} />
      <CustomerCommand id="unidentify" label={t('unidentify')} run={unidentify} />
      <CustomerCommand id="erase" label={t('erase')} run={erase} />
    </>
  );
}
