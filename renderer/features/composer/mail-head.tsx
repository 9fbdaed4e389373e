import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { placeShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import { answerSubject } from '#shared/case/answer-subject.ts';
import type { CaseState } from '#shared/case/state.ts';

/** To whom an answer by e-mail goes and under which subject; why it could not leave, while that is so. */
export function MailHead({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('mail');
  const dispatch = useAppDispatch();
  const mail = useAppSelector(selectMail);
  const name = state.contactName ?? '';
  const address = state.contactAddress?.text ?? t('noAddress');
  return (
    <div className={classes.mailHead}>
      {mail !== null && mail.canAnswer !== 'yes' && (
        <div className={classes.returned} role="status">
          <span>{t(mail.canAnswer === 'no-export-folder' ? 'cannotFolder' : 'cannotOwn')}</span>
          <Button size="compact-xs" variant="light" onClick={() => dispatch(placeShown('settings'))}>
            {t('toSettings')}
          </Button>
        </div>
      )}
      <dl>
        <dt>{t('to')}</dt>
        <dd>
          <bdi>{name === '' ? address : `${name} <${address}>`}</bdi>
        </dd>
        <dt>{t('subject')}</dt>
        <dd>
          <bdi>{answerSubject(state.subject ?? '')}</bdi>
        </dd>
      </dl>
    </div>
  );
}

/** What the customer wrote last, to be looked at while answering. */
export function MailQuote({ state }: { readonly state: CaseState }) {
  const { t } = useTranslation('mail');
  const last = state.entries.findLast((entry) => entry.kind === 'received');
  if (last?.kind !== 'received' || !last.text) return null;
  return (
    <details className={classes.mailQuote}>
      <summary>{t('answering')}</summary>
      <blockquote dir="auto">{last.text.slice(0, 4_000)}</blockquote>
    </details>
  );
}
