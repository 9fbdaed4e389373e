import { ActionIcon, CloseButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { clearLater } from '#renderer/features/reveal/clear-clipboard.ts';
import classes from '#renderer/features/reveal/reveal.module.css';

interface Props {
  readonly raw: string;
  /** Seconds until it is masked again. */
  readonly left: number;
  readonly onHide: () => void;
  /** Puts a copy on record; false where that cannot be done. */
  readonly onCopy: () => Promise<boolean>;
}

/** A full value with its seconds. A copy of it, by the button or by the keys, is on record before it is in the clipboard. */
export function ShownValue({ raw, left, onHide, onCopy }: Props) {
  const { t } = useTranslation('guard');
  const shown = useRef<HTMLElement>(null);
  const copy = useCallback(
    async (text: string) => {
      try {
        if (!(await onCopy())) throw new Error('not on record');
        await navigator.clipboard.writeText(text);
      } catch {
        notifications.show({ color: 'red', message: t('copyFault'), role: 'alert' });
        return;
      }
      notifications.show({ message: t('copied'), role: 'status' });
      void clearLater(text);
    },
    [onCopy, t],
  );
  useEffect(() => {
    // However far a selection reaches, the value in it is a copy of the value.
    const copied = (event: ClipboardEvent) => {
      const selection = document.getSelection();
      if (!selection || selection.isCollapsed || !shown.current || !selection.containsNode(shown.current, true)) return;
      event.preventDefault();
      void copy(selection.toString());
    };
    document.addEventListener('copy', copied);
    return () => document.removeEventListener('copy', copied);
  }, [copy]);
  return (
    <span className={classes.revealed}>
      <bdi ref={shown}>{raw}</bdi>
      <span className={classes.left} role="timer" aria-label={t('revealLeft', { seconds: left })} data-left={left} />
      <ActionIcon size="xs" variant="transparent" color="gray" aria-label={t('copy')} title={t('copy')} onClick={() => void copy(raw)}>
        <IconCopy size={14} />
      </ActionIcon>
      <CloseButton size="xs" variant="transparent" aria-label={t('revealHide')} onClick={onHide} />
    </span>
  );
}
