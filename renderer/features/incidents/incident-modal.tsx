import { CloseButton, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/incidents/incidents.module.css';
import { useFocusBack } from '#renderer/ui/use-focus-back.ts';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog of incidents, wide enough for the words in both languages. */
export function IncidentModal({ title, onClose, children }: Props) {
  const { t } = useTranslation('incidents');
  useFocusBack();
  return (
    <Modal.Root opened onClose={onClose} centered size="xl" closeOnClickOutside={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body pt="md">
          <div className={classes.dialogHead}>
            <h2>{title}</h2>
            <CloseButton aria-label={t('close')} onClick={onClose} />
          </div>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
