import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/conversation/conversation.module.css';

/** Asks before a mail's link is opened and shows where it really leads, whatever its words say. */
export function LinkDialog({ address, onClose }: { readonly address: string; readonly onClose: () => void }) {
  const { t } = useTranslation('mail');
  const url = new URL(address);
  return (
    <Modal.Root opened onClose={onClose} centered size="md" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('linkTitle')}>
        <Modal.Body pt="md">
          <h2 className={classes.linkTitle}>{t('linkTitle')}</h2>
          <p className={classes.linkHost}>
            <bdi>{url.host}</bdi>
          </p>
          {url.protocol === 'http:' && <p className={classes.fault}>{t('linkPlain')}</p>}
          {url.host.includes('xn--') && <p className={classes.fault}>{t('linkLetters')}</p>}
          <p className={classes.linkAddress}>{url.href.slice(0, 1_000)}</p>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('linkStay')}
            </Button>
            <Button component="a" href={url.href} target="_blank" rel="noopener noreferrer nofollow" onClick={onClose}>
              {t('linkOpen')}
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
