import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small modal form over the open case; focus goes in, stays in, and returns where it was. */
export function FormDialog({ title, onClose, children }: Props) {
  const { t } = useTranslation('caseActions');
  return (
    <Modal opened onClose={onClose} title={title} centered size="sm" closeButtonProps={{ 'aria-label': t('cancel') }} transitionProps={{ duration: 0 }}>
      {children}
    </Modal>
  );
}
