import { ActionIcon, FileButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';

interface Props {
  readonly enabled: boolean;
  readonly onChosen: (files: File[]) => void;
}

/** Asks for files by the system's own chooser, at a press as by command. */
export function AttachButton({ enabled, onChosen }: Props) {
  const { t } = useTranslation('composer');
  const button = useRef<HTMLButtonElement>(null);
  const group = t('caseActions:group');
  useCommand({ id: 'case.attach', label: t('attach'), group, defaultKey: null, run: () => button.current?.click(), enabled });
  return (
    <FileButton multiple onChange={onChosen}>
      {(props) => (
        <ActionIcon {...props} ref={button} variant="subtle" size={30} aria-label={t('attach')} title={t('attach')} disabled={!enabled}>
          <IconPaperclip size={18} />
        </ActionIcon>
      )}
    </FileButton>
  );
}
