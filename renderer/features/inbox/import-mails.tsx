import { ActionIcon } from '@mantine/core';
import { IconMailDown } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { ImportDialog } from '#renderer/features/inbox/import-dialog.tsx';
import classes from '#renderer/features/inbox/inbox.module.css';
import { type Importing, useImport } from '#renderer/features/inbox/use-import.ts';

/** Asks for files by the system's own chooser. */
function chooseFiles(bring: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.eml,.mbox,message/rfc822,application/mbox';
  input.addEventListener('change', () => bring([...(input.files ?? [])]), { once: true });
  input.click();
}

/** The button that asks for files of mails, and how bringing them in goes. */
export function ImportMails({ importing }: { readonly importing: Importing }) {
  const { t } = useTranslation('mail');
  const { bring } = importing;
  const choose = () => chooseFiles(bring);
  useCommand({ id: 'mail.import', label: t('import'), group: t('group'), defaultKey: null, run: choose, enabled: !importing.running });
  return (
    <>
      <ActionIcon variant="default" size={30} aria-label={t('import')} title={t('importHint')} disabled={importing.running} onClick={choose}>
        <IconMailDown size={16} />
      </ActionIcon>
      <ImportDialog importing={importing} />
    </>
  );
}

/** A pane on which files of mails can be dropped; the button does the same by keyboard. */
export function MailDrop({ enabled, children }: { readonly enabled: boolean; readonly children: (importing: Importing) => ReactNode }) {
  const { t } = useTranslation(['mail', 'inbox']);
  const importing = useImport();
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files');
  return (
    <section
      className={classes.pane}
      aria-label={t('inbox:pane')}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        importing.bring([...event.dataTransfer.files]);
      }}
    >
      {children(importing)}
      {over && <div className={classes.mailDrop}>{t('mail:dropHere')}</div>}
    </section>
  );
}
