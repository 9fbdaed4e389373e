import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/conversation/conversation.module.css';
import { hostLetters } from '#renderer/features/conversation/host-letters.ts';
import { opensOutside } from '#renderer/features/conversation/opens-outside.ts';
import { saidElsewhere } from '#renderer/features/conversation/said-elsewhere.ts';

interface Props {
  readonly address: string;
  /** What the link says of itself. */
  readonly words: string;
  readonly onClose: () => void;
}

/** Asks before a mail's link is opened and shows where it really leads, whatever its words say. */
export function LinkDialog({ address, words, onClose }: Props) {
  const { t } = useTranslation('mail');
  const url = new URL(address);
  const said = saidElsewhere(words, address);
  const opens = opensOutside(url, location.protocol === 'app:');
  return (
    <Modal.Root opened onClose={onClose} centered size="md" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('linkTitle')}>
        <Modal.Body pt="md">
          <h2 className={classes.linkTitle}>{t('linkTitle')}</h2>
          <p className={classes.linkHost}>
            <bdi>{url.host}</bdi>
          </p>
          {said !== null && <p className={classes.fault}>{t('linkElsewhere', { said })}</p>}
          {url.username !== '' && <p className={classes.fault}>{t('linkNamed')}</p>}
          {url.protocol === 'http:' && <p className={classes.fault}>{t('linkPlain')}</p>}
          {url.host.includes('xn--') && <p className={classes.fault}>{t('linkLetters', { letters: hostLetters(url.hostname) })}</p>}
          {!opens && <p className={classes.fault}>{t('linkKept')}</p>}
          <p className={classes.linkAddress}>{url.href.slice(0, 1_000)}</p>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('linkStay')}
            </Button>
            {opens && (
              <Button component="a" href={url.href} target="_blank" rel="noopener noreferrer nofollow" onClick={onClose}>
                {t('linkOpen')}
              </Button>
            )}
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
