import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSaver, SavingState } from '#renderer/features/composer/draft-saver.ts';

const texts = { saving: 'draftSaving', saved: 'draftSaved', unsaved: 'draftUnsaved' } as const satisfies Record<Exclude<SavingState, 'none'>, string>;

/** Whether what stands in the box is in the ledger; a leaf, since that changes several times a second. */
export function SavingWords({ saver }: { readonly saver: DraftSaver }) {
  const { t } = useTranslation('composer');
  const state = useSyncExternalStore(saver.subscribe, saver.state);
  return (
    <span role="status" data-state={state}>
      {state === 'none' ? '' : t(texts[state])}
    </span>
  );
}
