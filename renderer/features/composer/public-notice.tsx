import { Button } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { formOpened } from '#renderer/features/case-actions/case-actions-slice.ts';
import classes from '#renderer/features/composer/composer.module.css';

/** Says beyond doubt that everybody can read what is written here, and offers the way out of it. */
export function PublicNotice({ id, mayMove }: { readonly id: string; readonly mayMove: boolean }) {
  const { t } = useTranslation('composer');
  const dispatch = useAppDispatch();
  return (
    <div className={classes.public}>
      <IconWorld size={16} aria-hidden />
      <strong id={id}>{t('publicReply')}</strong>
      {mayMove && (
        <Button size="compact-xs" variant="white" onClick={() => dispatch(formOpened('movePrivate'))}>
          {t('movePrivate')}
        </Button>
      )}
    </div>
  );
}
