import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { settingsSought } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { MailRecipients } from '#renderer/features/composer/mail-recipients.tsx';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import { answerSubject, forwardSubject } from '#shared/case/answer-subject.ts';
import { forwardable, newestOfCustomer } from '#shared/case/recipient-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import { may } from '#shared/desk/powers.ts';

/** To whom an answer by e-mail goes and under which subject; why it could not leave, while that is so. */
export function MailHead({ state, mayReply }: { readonly state: CaseState; readonly mayReply: boolean }) {
  const { t } = useTranslation('mail');
  const dispatch = useAppDispatch();
  const mail = useAppSelector(selectMail);
  const forwards = useAppSelector((root) => selectDraft(root, state.id, 'reply').addressing.forwards);
  const role = useAppSelector(selectMe)?.person.role;
  const maySet = role !== undefined && may(role, 'channels');
  return (
    <div className={classes.mailHead}>
      {mail !== null && mail.canAnswer !== 'yes' && (
        <div className={classes.returned} role="status">
          <span>
            {t(mail.canAnswer === 'no-export-folder' ? 'cannotFolder' : 'cannotOwn')} {!maySet && t('cannotWhoSets')}
          </span>
          {maySet && (
            <Button size="compact-xs" variant="light" className={classes.returnedWay ?? ''} onClick={() => dispatch(settingsSought('settings-mail'))}>
              {t('toSettings')}
            </Button>
          )}
        </div>
      )}
      <dl>
        <MailRecipients state={state} disabled={!mayReply} />
        <dt>{t('subject')}</dt>
        <dd>
          <bdi>{(forwards === null ? answerSubject : forwardSubject)(state.subject ?? '')}</bdi>
        </dd>
      </dl>
    </div>
  );
}

/** What the customer wrote last, or what is to be sent on, to be looked at while writing. */
export function MailQuote({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('mail');
  const forwards = useAppSelector((root) => selectDraft(root, state.id, 'reply').addressing.forwards);
  const shown = forwards === null ? newestOfCustomer(state) : forwardable(state, forwards);
  if (!shown?.text) return null;
  return (
    <details className={classes.mailQuote}>
      <summary>{t(forwards === null ? 'answering' : 'forwarding')}</summary>
      <blockquote dir="auto">{shown.text.slice(0, 4_000)}</blockquote>
    </details>
  );
}
