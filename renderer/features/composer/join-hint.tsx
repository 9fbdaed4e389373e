import { Button } from '@mantine/core';
import { IconArrowMerge } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { useReplyRules } from '#renderer/app/use-reply-rules.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import classes from '#renderer/features/composer/composer.module.css';
import { takenBack } from '#renderer/features/composer/composer-slice.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { lastUnleft } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** Offers to make one message of the newest, while it has not left, and what is being written: the channel counts messages. */
export function JoinHint({ state, me }: { readonly state: CaseState; readonly me: PersonId }) {
  const { t } = useTranslation('composer');
  const dispatch = useAppDispatch();
  const act = useAct();
  const rules = useReplyRules(state.channel);
  const [busy, setBusy] = useState(false);
  const last = rules.quota === null ? null : lastUnleft(state, rules, me, Date.now());
  useNow(last === null ? null : 500);
  if (last === null) return null;
  const join = async () => {
    setBusy(true);
    const done = await act(state.id, { type: 'withdraw', message: last.id });
    setBusy(false);
    if (done.ok) dispatch(takenBack({ caseId: state.id, message: last.id, text: last.text ?? '', attachments: last.attachments, at: Date.now() }));
  };
  return (
    <div className={classes.join}>
      <span>{t('joinHint')}</span>
      <Button size="compact-xs" variant="light" loading={busy} leftSection={<IconArrowMerge size={13} aria-hidden />} onClick={() => void join()}>
        {t('join')}
      </Button>
    </div>
  );
}
