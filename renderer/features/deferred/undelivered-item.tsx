import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import classes from '#renderer/features/deferred/deferred.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { deliveryText } from '#renderer/i18n/delivery-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import type { UndeliveredView } from '#shared/contract/schemas.ts';

/** A message that did not arrive, or may not have: only its author sends it again, or says that it arrived. */
export function UndeliveredItem({ one, onShow }: { readonly one: UndeliveredView; readonly onShow: () => void }) {
  const { t, i18n } = useTranslation('deferred');
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const ask = async (type: 'sendAgain' | 'confirmArrival') => {
    setBusy(true);
    await act(one.caseId, { type, message: one.message });
    setBusy(false);
  };
  const reason = one.reason === null ? '' : deliveryText(t, one.reason);
  return (
    <li data-state="unknown">
      <strong>{t('command_reply')}</strong> · <bdi>{rowName(t, one.row)}</bdi> <time>{momentText(one.at, i18n.language, Date.now())}</time>
      {one.text !== null && one.text !== '' && <blockquote dir="auto">{one.text}</blockquote>}
      <p className={classes.state}>{t('notArrived', { mark: t(`conversation:mark_${one.state}`), reason })}</p>
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          {t('showCase')}
        </Button>
        <Button size="compact-sm" variant="light" color="red" disabled={busy} onClick={() => void ask('sendAgain')}>
          {t('sendAgain')}
        </Button>
        {one.state === 'unknown' && (
          <Button size="compact-sm" variant="light" disabled={busy} onClick={() => void ask('confirmArrival')}>
            {t('arrived')}
          </Button>
        )}
      </div>
    </li>
  );
}
