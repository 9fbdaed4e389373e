import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** Tells that words were discarded, and offers them back for a while; to be called once they are gone, and not before. */
export function useDiscarded(): (undo: () => void) => void {
  const { t } = useTranslation('composer');
  return (undo) => {
    const id = notifications.show({
      autoClose: 8_000,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm">{t('discarded')}</Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {t('undo')}
          </Button>
        </Group>
      ),
    });
  };
}
