import { IconMailForward, IconUsers } from '@tabler/icons-react';
import classes from '#renderer/features/conversation/conversation.module.css';
import { Reveal } from '#renderer/features/conversation/reveal.tsx';
import { useWords } from '#renderer/ui/words.tsx';
import type { MessageEntry } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** Masked addresses one after another, each to be revealed by itself. */
function Addresses({ caseId, list }: { readonly caseId: CaseId; readonly list: MaskedText }) {
  return (
    <span className={classes.addresses}>
      {list.marks.map((mark) => (
        <Reveal key={mark.at} caseId={caseId} mark={mark} masked={list.text.slice(mark.at, mark.at + mark.length)} />
      ))}
    </span>
  );
}

/** Whom a message went to, or came from, beside the customer and the desk; nothing where it was between the two. */
export function MessageRecipients({ caseId, entry }: { readonly caseId: CaseId; readonly entry: MessageEntry }) {
  const { t } = useWords('mail');
  const { recipients, forwards } = entry;
  if (recipients === undefined && forwards === undefined) return null;
  const { from, to, cc, bcc, aside = false } = recipients ?? {};
  const lines = [
    [t('saidBy'), from],
    [t('sentOnTo'), to],
    [entry.kind === 'received' ? t('alsoTo') : t('cc'), cc],
    [t('bcc'), bcc],
  ] as const;
  const Icon = forwards === undefined ? IconUsers : IconMailForward;
  return (
    <div className={classes.recipients}>
      <Icon size={13} aria-hidden />
      {lines.map(([label, list]) =>
        list === undefined ? null : (
          <span key={label} className={classes.recipientList}>
            {label} <Addresses caseId={caseId} list={list} />
          </span>
        ),
      )}
      {(aside || forwards !== undefined) && <span className={classes.recipientList}>{t('notToCustomer')}</span>}
    </div>
  );
}
