import { IconForms } from '@tabler/icons-react';
import classes from '#renderer/features/conversation/conversation.module.css';
import type { LeftInForm as Left } from '#renderer/features/conversation/conversation-rows.ts';
import { MessageText } from '#renderer/features/conversation/message-text.tsx';
import { useWords } from '#renderer/ui/words.tsx';
import type { CaseId } from '#shared/lib/ids.ts';

/** By which form of the chat a case came, and where its customer can be reached, as they left it there. */
export function LeftInForm({ caseId, left: { form, address } }: { readonly caseId: CaseId; readonly left: Left }) {
  const { t } = useWords('conversation');
  return (
    <div className={classes.recipients}>
      <IconForms size={13} aria-hidden />
      <span>{t(form === 'away' ? 'leftAway' : 'leftBefore')}</span>
      {address !== null && address.text !== '' && <MessageText caseId={caseId} text={address.text} marks={address.marks} />}
    </div>
  );
}
