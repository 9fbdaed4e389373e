import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { selectOpenCase, typingFaded } from '#renderer/features/conversation/cases-slice.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import { TYPING_FADES } from '#shared/contract/typing-fades.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Who is typing at this moment; an empty line while nobody is, so that nothing jumps. */
export function TypingLine({ caseId, contact }: { readonly caseId: CaseId; readonly contact: string }) {
  const { t } = useTranslation('conversation');
  const dispatch = useAppDispatch();
  const names = useNames();
  const typing = useAppSelector((root) => selectOpenCase(root, caseId)?.typing ?? null);
  useEffect(() => {
    if (!typing) return;
    const timer = setTimeout(() => dispatch(typingFaded({ caseId, at: typing.at })), TYPING_FADES);
    return () => clearTimeout(timer);
  }, [typing, caseId, dispatch]);
  const known = typing === null ? null : names.person(typing.from);
  return (
    <div className={classes.typing} role="status">
      {typing !== null && t('typing', { name: known === typing.from ? contact : known })}
    </div>
  );
}
