import { Button, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endText } from '#renderer/features/account-actions/tell-text.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { tellCommand } from '#shared/case/account-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CommandId } from '#shared/lib/ids.ts';

interface Props {
  readonly state: CaseState;
  readonly actionKey: string;
  readonly onClose: () => void;
}

/** Writes to the customer how an action ended; the words are changed before they go. */
export function TellDialog({ state, actionKey, onClose }: Props) {
  const { t, i18n } = useTranslation('accountActions');
  const act = useAct();
  const action = state.actions.find(({ key }) => key === actionKey);
  const [text, setText] = useState(() => (action ? endText(i18n, state.language, action) : ''));
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || text.trim() === '') return;
    setBusy(true);
    const sent = await act(state.id, { type: 'reply', text: text.trim(), attachments: [] }, tellCommand(actionKey) as CommandId);
    setBusy(false);
    if (sent.ok) onClose();
  };
  return (
    <FormDialog title={t('tellTitle')} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <Stack gap="sm">
          <Textarea
            data-autofocus
            label={t('tellText')}
            lang={state.language}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={3}
            maxRows={8}
          />
          <Button type="submit" disabled={text.trim() === ''} loading={busy}>
            {t('tellSend')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}
