import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** The way to put words into the clipboard; whether they are there is told. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation('composer');
  return useCallback(
    (text) =>
      void navigator.clipboard.writeText(text).then(
        () => notifications.show({ message: t('copied') }),
        () => notifications.show({ color: 'red', role: 'alert', message: t('notCopied') }),
      ),
    [t],
  );
}
