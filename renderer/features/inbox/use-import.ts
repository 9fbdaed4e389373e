import { useCallback, useRef, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { importMails } from '#renderer/transport/import-mails.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { ImportProgressView } from '#shared/contract/mail-schemas.ts';

/** One file on its way in; `fault` is set once it cannot go on. */
export interface ImportedFile {
  readonly name: string;
  /** 0 to 1. */
  readonly share: number;
  readonly progress: ImportProgressView | null;
  readonly state: 'waiting' | 'running' | 'done' | 'fault';
  readonly fault: string | null;
  /** The first cases that its mails came to, once it is done. */
  readonly cases: readonly InboxRow[];
}

export interface Importing {
  /** Null while nothing was brought in, or what was is read and closed. */
  readonly files: readonly ImportedFile[] | null;
  readonly running: boolean;
  readonly bring: (files: readonly File[]) => void;
  readonly stop: () => void;
  readonly close: () => void;
}

/** Brings files of mails in, one after another. */
export function useImport(): Importing {
  const client = useClient();
  const [files, setFiles] = useState<readonly ImportedFile[] | null>(null);
  const [running, setRunning] = useState(false);
  const leaving = useRef<AbortController | null>(null);
  const bring = useCallback(
    (chosen: readonly File[]) => {
      if (chosen.length === 0 || leaving.current) return;
      const aborter = new AbortController();
      leaving.current = aborter;
      setRunning(true);
      setFiles(chosen.map(({ name }) => ({ name, share: 0, progress: null, state: 'waiting', fault: null, cases: [] })));
      const change = (index: number, news: Partial<ImportedFile>) =>
        setFiles((before) => before?.map((file, at) => (at === index ? { ...file, ...news } : file)) ?? null);
      void (async () => {
        for (const [index, file] of chosen.entries()) {
          change(index, { state: 'running' });
          const done = aborter.signal.aborted
            ? ({ ok: false, error: 'stopped' } as const)
            : await importMails(client.mail, file, (share, progress) => change(index, { share, progress }), aborter.signal);
          change(index, done.ok ? { state: 'done', share: 1, progress: done.value, cases: done.value.cases } : { state: 'fault', fault: done.error });
        }
        leaving.current = null;
        setRunning(false);
      })();
    },
    [client],
  );
  const stop = useCallback(() => leaving.current?.abort(), []);
  const close = useCallback(() => setFiles(null), []);
  return { files, running, bring, stop, close };
}
