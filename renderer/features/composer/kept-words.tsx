import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { draftReplaced, selectDraft, selectKept, wordsReturned } from '#renderer/features/composer/composer-slice.ts';
import { useSaveDraft } from '#renderer/features/composer/use-draft-saving.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { faultText, refusalText } from '#renderer/i18n/fault-text.ts';
import { type CallFault, callFault } from '#renderer/transport/call-fault.ts';
import { useDiscarded } from '#renderer/ui/use-discarded.tsx';
import type { Attachment } from '#shared/case/attachment.ts';
import type { KeptWordsView } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Words with whom they are to go to; to the customer alone where it is not said. */
type Words = Readonly<Pick<KeptWordsView, 'text' | 'addressing'>> & { readonly attachments: readonly Attachment[] };

interface LineProps {
  readonly head: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly into: 'reply' | 'note';
  readonly onInto: () => void;
  readonly onDiscard: () => void;
}

/** Words that are in no box, and what can be done with them. */
function Line({ head, text, attachments, into, onInto, onDiscard }: LineProps) {
  const { t } = useTranslation('composer');
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => notifications.show({ message: t('copied') }),
      () => notifications.show({ color: 'red', role: 'alert', message: t('notCopied') }),
    );
  return (
    <li className={classes.kept}>
      <strong>{head}</strong>
      {text !== '' && <blockquote dir="auto">{text}</blockquote>}
      {attachments.length > 0 && <span className={classes.keptFiles}>{attachments.map(({ name }) => name).join(', ')}</span>}
      <span className={classes.keptButtons}>
        <Button size="compact-xs" variant="light" onClick={onInto}>
          {t(into === 'note' ? 'keptToNote' : 'keptToReply')}
        </Button>
        {text !== '' && (
          <Button size="compact-xs" variant="subtle" onClick={copy}>
            {t('copy')}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" color="red" onClick={onDiscard}>
          {t('discard')}
        </Button>
      </span>
    </li>
  );
}

/**
 * What was written for this case and is in no box: words that were refused or come from another window, and a reply
 * begun before somebody else took the case.
 */
export function KeptWords({ caseId, mayReply }: { readonly caseId: CaseId; readonly mayReply: boolean }) {
  const { t, i18n } = useTranslation('composer');
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const save = useSaveDraft();
  const tellDiscarded = useDiscarded();
  const kept = useAppSelector((root) => selectKept(root, caseId));
  const reply = useAppSelector((root) => selectDraft(root, caseId, 'reply'));
  const stranded = !mayReply && (reply.text !== '' || reply.attachments.length > 0);
  if (kept.length === 0 && !stranded) return null;
  const wording = { t, locale: i18n.language, personName: names.person };
  const tellFault = (fault: CallFault) => notifications.show({ color: 'red', role: 'alert', message: t('keptFault', { reason: faultText(wording, fault) }) });
  /** Fulfilled with whether they are gone; why they are not is told. */
  const drop = async (id: string): Promise<boolean> => {
    const [error] = await safe(client.drafts.dropKept({ id }));
    if (error) tellFault(callFault(error));
    return error === null;
  };
  /** Fulfilled with whether they are on disk as drafts. A note takes no files: they stay with the reply. */
  const put = async (kind: 'reply' | 'note', { text, attachments, addressing }: Words): Promise<boolean> => {
    const files = kind === 'note' && attachments.length > 0;
    if (files) dispatch(wordsReturned({ caseId, kind: 'reply', text: '', attachments }));
    dispatch(wordsReturned({ caseId, kind, text, attachments: kind === 'note' ? [] : attachments, addressing: kind === 'note' ? undefined : addressing }));
    const saved = [await save(caseId, kind), files ? await save(caseId, 'reply') : 0];
    return !saved.includes(null);
  };
  /** What the reply keeps once its words are elsewhere, or nowhere; fulfilled with whether the ledger has it so. */
  const replace = async (attachments: readonly Attachment[]): Promise<boolean> => {
    dispatch(draftReplaced({ caseId, kind: 'reply', text: '', attachments }));
    return (await save(caseId, 'reply')) !== null;
  };
  const discardReply = async ({ text, attachments, addressing }: typeof reply) => {
    if (await replace([])) return tellDiscarded(() => void put('reply', { text, attachments, addressing }));
    dispatch(draftReplaced({ caseId, kind: 'reply', text, attachments, addressing }));
    tellFault({ code: 'unreachable' });
  };
  return (
    <ul className={classes.keptList} aria-label={t('kept')}>
      {stranded && (
        <Line
          head={t('strandedReply')}
          text={reply.text}
          attachments={reply.attachments}
          into="note"
          onInto={() => {
            void put('note', { text: reply.text, attachments: [] }).then((saved) => (saved ? void replace(reply.attachments) : undefined));
          }}
          onDiscard={() => void discardReply(reply)}
        />
      )}
      {kept.map(({ id, kind, text, attachments, addressing, refusal, at }) => {
        const into = kind === 'reply' && mayReply ? 'reply' : 'note';
        const time = momentText(at, i18n.language, Date.now());
        return (
          <Line
            key={id}
            head={refusal === null ? t('keptAside', { time }) : t('keptRefused', { time, reason: refusalText(wording, refusal) })}
            text={text}
            attachments={attachments}
            into={into}
            onInto={() => {
              // Once they are on disk as a draft they need not be kept here too.
              void put(into, { text, attachments, addressing }).then((saved) => (saved ? void drop(id) : undefined));
            }}
            onDiscard={() => {
              void drop(id).then((dropped) => (dropped ? tellDiscarded(() => void put(into, { text, attachments, addressing })) : undefined));
            }}
          />
        );
      })}
    </ul>
  );
}
