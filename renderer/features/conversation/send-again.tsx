import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { selectAsides, takenBack } from '#renderer/features/composer/composer-slice.ts';
import type { Mark } from '#renderer/features/conversation/conversation-rows.ts';
import { hasNotLeft } from '#shared/case/delivery.ts';
import { addressingOf } from '#shared/case/recipients.ts';
import type { MessageEntry } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Props {
  readonly caseId: CaseId;
  readonly entry: MessageEntry;
  readonly mark: Extract<Mark, 'queued' | 'waiting' | 'failed' | 'unknown'>;
  readonly mine: boolean;
}

/** What can be done about a message that has not arrived: taken back by who wrote it, sent once more, or said to have arrived. */
export function SendAgain({ caseId, entry, mark, mine }: Props) {
  const { t } = useTranslation('conversation');
  const dispatch = useAppDispatch();
  const act = useAct();
  const store = useStore<RootState>();
  const [busy, setBusy] = useState(false);
  const takeBack = async () => {
    setBusy(true);
    const done = await act(caseId, { type: 'withdraw', message: entry.id });
    setBusy(false);
    const addressing = addressingOf(entry.recipients, entry.forwards);
    // What a template says is not free text: it is chosen again.
    if (!done.ok || entry.template !== undefined) return;
    dispatch(takenBack({ caseId, message: entry.id, text: entry.text ?? '', attachments: entry.attachments, addressing, at: Date.now() }));
    if (selectAsides(store.getState()).some(({ id }) => id === entry.id)) notifications.show({ role: 'status', message: t('composer:backAside') });
  };
  const again = async () => {
    setBusy(true);
    await act(caseId, { type: 'sendAgain', message: entry.id });
    setBusy(false);
  };
  const arrived = async () => {
    setBusy(true);
    await act(caseId, { type: 'confirmArrival', message: entry.id });
    setBusy(false);
  };
  return (
    <>
      {mine && (mark === 'waiting' || hasNotLeft(mark)) && (
        <Button size="compact-xs" variant="light" disabled={busy} onClick={() => void takeBack()}>
          {t(mark === 'queued' ? 'undoSending' : entry.template ? 'takeTemplateBack' : 'backToDraft')}
        </Button>
      )}
      {mark !== 'queued' && mark !== 'waiting' && (
        <Button size="compact-xs" variant="light" color="red" disabled={busy} onClick={() => void again()}>
          {t(mark === 'unknown' ? 'sendAgain' : 'tryAgain')}
        </Button>
      )}
      {mark === 'unknown' && (
        <Button size="compact-xs" variant="light" disabled={busy} onClick={() => void arrived()}>
          {t('arrived')}
        </Button>
      )}
    </>
  );
}
