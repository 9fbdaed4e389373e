import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectDraftCount } from '#renderer/features/composer/composer-slice.ts';
import { draftsShown } from '#renderer/features/drafts/drafts-slice.ts';
import { FootButton } from '#renderer/ui/foot-button.tsx';

/** How many drafts one has; opens their list. */
export function DraftsStatus() {
  const { t } = useTranslation('drafts');
  const dispatch = useAppDispatch();
  const count = useAppSelector(selectDraftCount);
  const show = () => dispatch(draftsShown(true));
  useCommand({ id: 'drafts.show', label: t('show'), group: t('group'), defaultKey: null, run: show, enabled: count > 0 });
  if (count === 0) return null;
  return (
    <FootButton onClick={show} title={t('show')}>
      <IconPencil size={14} aria-hidden />
      {t('count', { count })}
    </FootButton>
  );
}
