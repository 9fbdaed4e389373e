import { Button, Checkbox, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import type { CaseState } from '#shared/case/state.ts';

/** Goes on in private messages, with a short line in public before, if it is wished. */
export function MovePrivateForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('caseActions');
  const act = useAct();
  const [says, setSays] = useState(true);
  // The customer reads it: in their language.
  const [line, setLine] = useState(() => i18n.getFixedT(state.language, 'caseActions')('movePrivateLine'));
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || (says && line.trim() === '')) return;
    setBusy(true);
    const done = await act(state.id, { type: 'movePrivate', line: says ? line : null });
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('movePrivateTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('movePrivateHint')}</Text>
          <Checkbox label={t('movePrivateSay')} checked={says} onChange={(event) => setSays(event.currentTarget.checked)} data-autofocus />
          {says && <Textarea label={t('movePrivatePublic')} value={line} maxLength={300} autosize onChange={(event) => setLine(event.currentTarget.value)} />}
          <Button type="submit" disabled={says && line.trim() === ''} loading={busy}>
            {t('movePrivateConfirm')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}
