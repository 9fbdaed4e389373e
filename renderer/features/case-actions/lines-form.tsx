import { Button, Stack, Text } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The cases that go on in this one, each to be taken apart again. */
export function LinesForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation(['caseActions', 'conversation']);
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const separate = async (line: CaseId) => {
    setBusy(true);
    const done = await act(line, { type: 'unmerge' });
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('unmergeTitle')} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">{t('unmergeHint')}</Text>
        {state.lines.map((line) => (
          <Button
            key={line.case}
            variant="default"
            disabled={busy}
            leftSection={<IconArrowsSplit2 size={15} aria-hidden />}
            onClick={() => void separate(line.case)}
          >
            {t('unmergeOne', { channel: t(`conversation:channel_${line.channel}`) })} · {momentText(line.since, i18n.language, Date.now())}
          </Button>
        ))}
      </Stack>
    </FormDialog>
  );
}
