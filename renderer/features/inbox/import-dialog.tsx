import { Anchor, Button, Group, Modal, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/inbox/inbox.module.css';
import type { ImportedFile, Importing } from '#renderer/features/inbox/use-import.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

/** So many cases of a file are named; more may have taken its mails. */
const MOST_CASES = 20;

const sum = (files: readonly ImportedFile[], of: 'mails' | 'opened' | 'added' | 'repeats' | 'own' | 'refused') =>
  files.reduce((total, { progress }) => total + (progress?.[of] ?? 0), 0);

/** One file: its name, how far it is, or why it was not taken. */
function FileLine({ file }: { readonly file: ImportedFile }) {
  const { t } = useTranslation('mail');
  const percent = Math.round(file.share * 100);
  return (
    <li>
      <span className={classes.importName}>
        <bdi>{file.name}</bdi>
      </span>
      {file.state === 'fault' ? (
        <span className={classes.importFault}>{t(`import_${(file.fault ?? 'failed').replaceAll('-', '_')}`)}</span>
      ) : (
        <Progress value={percent} size="sm" aria-label={t('importShare', { name: file.name, percent })} />
      )}
    </li>
  );
}

/** The cases that the mails of all files came to, each once, as it stood last. */
function casesOf(files: readonly ImportedFile[]): readonly InboxRow[] {
  return [...new Map(files.flatMap(({ cases }) => cases.map((row) => [row.id, row] as const))).values()];
}

/** The ways to the cases: their mails may be old, and stand far down in the list. */
function CaseLinks({ rows, more, onGo }: { readonly rows: readonly InboxRow[]; readonly more: boolean; readonly onGo: () => void }) {
  const { t } = useTranslation('mail');
  const dispatch = useAppDispatch();
  return (
    <>
      <h3 className={classes.importTitle}>{t('importCases')}</h3>
      <ul className={classes.importFiles}>
        {rows.map((row) => (
          <li key={row.id}>
            <Anchor
              component="button"
              type="button"
              ta="start"
              fz="inherit"
              onClick={() => {
                onGo();
                dispatch(caseShown({ caseId: row.id, customer: row.customer }));
              }}
            >
              {row.subject ?? row.preview ?? row.id}
            </Anchor>{' '}
            <bdi className={classes.importWho}>{row.contactName}</bdi>
          </li>
        ))}
      </ul>
      {more && <p className={classes.importTold}>{t('importCasesMore')}</p>}
    </>
  );
}

/** How bringing mails in goes: files, mails, and what was refused with its reason. */
export function ImportDialog({ importing }: { readonly importing: Importing }) {
  const { t, i18n } = useTranslation('mail');
  const { files, running, stop, close } = importing;
  if (files === null) return null;
  const number = (count: number) => count.toLocaleString(i18n.language);
  const refusals = files.flatMap(({ progress }) => progress?.refusals ?? []);
  const refused = sum(files, 'refused');
  const faults = files.filter(({ state }) => state === 'fault').length;
  const cases = casesOf(files);
  const done = files.filter(({ state }) => state === 'done' || state === 'fault').length;
  return (
    <Modal.Root opened onClose={() => !running && close()} centered size="lg" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('importTitle')}>
        <Modal.Body pt="md">
          <h2 className={classes.importTitle}>{t('importTitle')}</h2>
          <p role="status" className={classes.importTold}>
            {t(running ? 'importRunning' : 'importDone', { done, count: files.length })}{' '}
            {t('importCounts', {
              mails: number(sum(files, 'mails')),
              opened: number(sum(files, 'opened')),
              added: number(sum(files, 'added')),
              repeats: number(sum(files, 'repeats') + sum(files, 'own')),
              refused: number(refused),
            })}{' '}
            {faults > 0 && t('importNotTaken', { count: faults })}
          </p>
          <ul className={classes.importFiles}>
            {files.map((file, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and their order stays.
              <FileLine key={`${index} ${file.name}`} file={file} />
            ))}
          </ul>
          {!running && cases.length > 0 && <CaseLinks rows={cases} more={files.some((file) => file.cases.length >= MOST_CASES)} onGo={close} />}
          {refused > 0 && (
            <>
              <h3 className={classes.importTitle}>{t('importRefused', { count: refused })}</h3>
              <p className={classes.importTold}>{t('importRefusedHint')}</p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
              <ul className={classes.importRefusals} tabIndex={0} aria-label={t('importRefused', { count: refused })}>
                {refusals.map(({ place, code, detail }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows.
                  <li key={index}>
                    <bdi>{place}</bdi>: {t(`fault_${code.replaceAll('-', '_')}`, { defaultValue: code })}{' '}
                    {/* What the reader of mails says beside it is English. */}
                    {i18n.language === 'en' && <span className={classes.importTold}>({detail})</span>}
                  </li>
                ))}
              </ul>
            </>
          )}
          <Group justify="flex-end" gap="xs" mt="md">
            {running ? (
              <Button variant="default" onClick={stop}>
                {t('importStop')}
              </Button>
            ) : (
              <Button onClick={close} data-autofocus>
                {t('importClose')}
              </Button>
            )}
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
