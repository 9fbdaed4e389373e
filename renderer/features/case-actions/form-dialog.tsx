import { CloseButton, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { useFocusBack } from '#renderer/ui/use-focus-back.ts';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Wide enough for the words in both languages; a press beside it, which would lose them, closes it not. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/**
 * A modal form over what is open; focus goes in, stays in, and returns where it was. Its head is made here: the
 * library's is a `header`, which counts as the page's banner.
 */
export function FormDialog({ title, onClose, wide = false, children }: Props) {
  const { t } = useTranslation('caseActions');
  useFocusBack();
  return (
    <Modal.Root opened onClose={onClose} centered size={wide ? 'xl' : 'sm'} closeOnClickOutside={!wide} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body pt="md">
          <div className={classes.dialogHead}>
            <h2>{title}</h2>
            <CloseButton aria-label={t('cancel')} onClick={onClose} />
          </div>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
