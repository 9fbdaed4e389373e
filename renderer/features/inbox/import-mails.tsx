import { ActionIcon } from '@mantine/core';
import { IconMailDown } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { ImportDialog } from '#renderer/features/inbox/import-dialog.tsx';
import classes from '#renderer/features/inbox/inbox.module.css';
import { type Importing, useImport } from '#renderer/features/inbox/use-import.ts';

/** The button that asks for files of mails, and how bringing them in goes. */
export function ImportMails({ importing }: { readonly importing: Importing }) {
  const { t } = useTranslation('mail');
  const input = useRef<HTMLInputElement>(null);
  const choose = () => input.current?.click();
  useCommand({ id: 'mail.import', label: t('import'), group: t('group'), defaultKey: null, run: choose, enabled: !importing.running });
  return (
    <>
      <ActionIcon variant="default" size={30} aria-label={t('import')} title={t('importHint')} disabled={importing.running} onClick={choose}>
        <IconMailDown size={16} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".eml,.mbox,message/rfc822,application/mbox"
        data-import-mails
        onChange={(event) => {
          importing.bring([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
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
