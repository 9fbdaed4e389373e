import { Alert, Button, FileButton } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconDownload, IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { useAdminFeed } from '#renderer/features/admin/admin-feed.ts';
import { deskFaultText, differences, itemName, refusalText } from '#renderer/features/admin/admin-text.ts';
import { FieldTable } from '#renderer/features/admin/field-table.tsx';
import { MOST_FRAME_BYTES, useChange } from '#renderer/features/admin/use-change.ts';
import { useWording } from '#renderer/features/admin/use-wording.ts';
import { saveAs } from '#renderer/ui/save-as.ts';
import type { DeskChange } from '#shared/desk/decide-desk.ts';
import { type DeskFault, jsonPath } from '#shared/desk/desk-fault.ts';
import { MOST_FILE_TEXT } from '#shared/desk/desk-file.ts';
import { itemOf } from '#shared/desk/desk-state.ts';
import { utf8Length } from '#shared/lib/utf8-length.ts';

interface Read {
  readonly name: string;
  readonly faults: readonly DeskFault[];
  readonly changes: readonly DeskChange[];
}

/** The same JSON without what is between; what is no JSON stays as it is, to be told as such. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return text;
  }
}

/** Every fault of a file, each with its place in it. */
function Faults({ read }: { readonly read: Read }) {
  const wording = useWording();
  const { t } = wording;
  return (
    <Alert color="red" role="alert" title={t('fileFaulty', { name: read.name, count: read.faults.length })}>
      <ul className={classes.faults} aria-label={t('fileFaults')}>
        {read.faults.map((fault) => (
          <li key={`${jsonPath(fault.path)} ${fault.code} ${fault.about}`}>
            <code>{jsonPath(fault.path)}</code> {deskFaultText(wording, fault)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** What a file would change: added, changed, removed, each item with its fields. */
function Differences({ read }: { readonly read: Read }) {
  const wording = useWording();
  const { t } = wording;
  const { configuration } = useAdminFeed();
  const changes = read.changes.map((change) => ({ ...change, before: itemOf(configuration, change.list, change.id) }));
  const parts = [
    ['added', changes.filter(({ before }) => before === null)],
    ['changed', changes.filter(({ before, value }) => before !== null && value !== null)],
    ['removed', changes.filter(({ before, value }) => before !== null && value === null)],
  ] as const;
  return parts.map(([part, own]) =>
    own.length === 0 ? null : (
      <section key={part} aria-label={t(`file_${part}`, { count: own.length })}>
        <h3>{t(`file_${part}`, { count: own.length })}</h3>
        {own.map(({ list, id, value, before }) => (
          <details key={`${list}/${id}`}>
            <summary>{t('listItem', { list: t(`one_${list}`), name: itemName(wording, list, value ?? before, id) })}</summary>
            <FieldTable rows={differences(wording, before, value)} before={t('before')} after={t('after')} />
          </details>
        ))}
      </section>
    ),
  );
}

/** The whole desk as one file, out and in. */
export function FileSection() {
  const client = useClient();
  const wording = useWording();
  const { t } = wording;
  const change = useChange();
  const [read, setRead] = useState<Read | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const write = async () => {
    const [error, file] = await safe(client.admin.exportFile());
    if (error) setFault(t('signIn:fault_failed'));
    else saveAs('desk.json', file.text, 'application/json');
  };
  const check = async (file: File | null) => {
    if (!file) return;
    setDone(null);
    setFault(null);
    setRead(null);
    if (file.size > 8 * MOST_FILE_TEXT) return setFault(t('fileTooLarge'));
    setBusy(true);
    const text = compact(await file.text().catch(() => ''));
    if (text.length > MOST_FILE_TEXT || utf8Length(JSON.stringify(text)) > MOST_FRAME_BYTES) {
      setBusy(false);
      return setFault(t('fileTooLarge'));
    }
    const [error, found] = await safe(client.admin.checkFile({ text }));
    setBusy(false);
    if (error) setFault(t('signIn:fault_failed'));
    else setRead({ name: file.name, ...found });
  };
  const apply = async () => {
    if (!read) return;
    setBusy(true);
    const changed = await change(read.changes, 'imported');
    setBusy(false);
    if (!changed.ok) {
      const faults = changed.refusal.code === 'faulty' ? changed.refusal.faults : null;
      if (faults) setRead({ ...read, faults });
      else setFault(refusalText(wording, changed.refusal, Date.now()));
      return;
    }
    setRead(null);
    setDone(t('fileDone', { count: read.changes.length }));
  };
  return (
    <section className={classes.section} aria-labelledby="file-title">
      <div className={classes.sectionHead}>
        <h2 id="file-title">{t('tab_file')}</h2>
      </div>
      <p className={classes.lead}>{t('fileHint')}</p>
      <div className={classes.actions}>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void write()}>
          {t('export')}
        </Button>
        <FileButton
          accept="application/json,.json"
          onChange={(file) => void check(file)}
          inputProps={{ 'aria-label': t('import') }}
          key={done ?? read?.name ?? fault ?? ''}
        >
          {(props) => (
            <Button {...props} variant="default" loading={busy} leftSection={<IconFileImport size={16} aria-hidden />}>
              {t('import')}
            </Button>
          )}
        </FileButton>
      </div>
      {fault && (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      )}
      {done && (
        <Alert color="green" role="status">
          {done}
        </Alert>
      )}
      {read && read.faults.length > 0 && <Faults read={read} />}
      {read && read.faults.length === 0 && read.changes.length === 0 && <p role="status">{t('fileSame', { name: read.name })}</p>}
      {read && read.faults.length === 0 && read.changes.length > 0 && (
        <div className={classes.differences}>
          <h3>{t('fileChanges', { name: read.name })}</h3>
          <Differences read={read} />
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setRead(null)}>
              {t('cancel')}
            </Button>
            <Button loading={busy} onClick={() => void apply()}>
              {t('apply', { count: read.changes.length })}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
