import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowBackUpDouble, IconMailForward } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { AddressField } from '#renderer/features/composer/address-field.tsx';
import { addresseeFault, addressingFault } from '#renderer/features/composer/addressing-fault.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { draftAddressed, forwardEnded, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import { othersInTalk } from '#shared/case/recipient-rules.ts';
import { type Addressee, type Addressing, addresseeKey, MAX_RECIPIENTS } from '#shared/case/recipients.ts';
import { type CaseState, isMessage } from '#shared/case/state.ts';

type Blind = 'cc' | 'bcc';

/** To whom a reply by e-mail goes: the customer, and whoever else is named; of what is sent on, those named alone. */
export function MailRecipients({ state, disabled }: { readonly state: CaseState; readonly disabled: boolean }) {
  const { t } = useTranslation('mail');
  const dispatch = useAppDispatch();
  const mail = useAppSelector(selectMail);
  const addressing = useAppSelector((root) => selectDraft(root, state.id, 'reply').addressing);
  const [asked, setAsked] = useState<readonly Blind[]>([]);
  const caseId = state.id;
  const { forwards } = addressing;
  const change = (part: Partial<Addressing>) => dispatch(draftAddressed({ caseId, addressing: { ...addressing, ...part } }));
  const here = new Set([...addressing.cc, ...addressing.bcc].map(addresseeKey));
  const others = forwards === null ? othersInTalk(state, mail?.ownTokens).filter((one) => !here.has(addresseeKey(one))) : [];
  const faultOf = (one: Addressee) => {
    const fault = addresseeFault(one, mail);
    return fault === null ? null : t(`address_${fault}`, { address: 'token' in one ? one.masked : one.address });
  };
  const fault = addressingFault(addressing, mail);
  const isOpen = (list: Blind) => addressing[list].length > 0 || asked.includes(list);
  const field = (list: 'to' | Blind, focused: boolean) => (
    <AddressField
      label={t(list)}
      chips={addressing[list]}
      onChange={(chips) => change({ [list]: chips })}
      faultOf={faultOf}
      disabled={disabled}
      focused={focused}
    />
  );
  const backToReply = () => {
    const original = state.entries.find((entry) => entry.id === forwards);
    dispatch(forwardEnded({ caseId, attachments: original !== undefined && isMessage(original) ? original.attachments : [] }));
  };
  const name = state.contactName ?? '';
  const address = state.contactAddress?.text ?? t('noAddress');
  return (
    <>
      <dt>{t('to')}</dt>
      <dd className={classes.recipients}>
        {forwards === null ? <bdi className={classes.customer}>{name === '' ? address : `${name} <${address}>`}</bdi> : field('to', true)}
        {!disabled && (
          <span className={classes.recipientButtons}>
            {others.length > 0 && (
              <Button
                size="compact-xs"
                variant="light"
                leftSection={<IconArrowBackUpDouble size={13} aria-hidden />}
                onClick={() => change({ cc: [...addressing.cc, ...others] })}
              >
                {t('replyAll', { count: others.length })}
              </Button>
            )}
            {(['cc', 'bcc'] as const).map(
              (list) =>
                !isOpen(list) &&
                (list === 'cc' || mail?.byFile !== true) && (
                  <Button key={list} size="compact-xs" variant="subtle" aria-label={t(`add_${list}`)} onClick={() => setAsked((before) => [...before, list])}>
                    {t(list)}
                  </Button>
                ),
            )}
            {forwards !== null && (
              <Button size="compact-xs" variant="subtle" leftSection={<IconArrowBackUp size={13} aria-hidden />} onClick={backToReply}>
                {t('backToReply')}
              </Button>
            )}
          </span>
        )}
      </dd>
      {(['cc', 'bcc'] as const).filter(isOpen).map((list) => (
        <div key={list} className={classes.recipientRow}>
          <dt>{t(list)}</dt>
          <dd>{field(list, asked.includes(list) && addressing[list].length === 0)}</dd>
        </div>
      ))}
      {forwards !== null && (
        <div className={classes.recipientRow}>
          <dt>
            <IconMailForward size={14} aria-hidden />
          </dt>
          <dd className={classes.forwardNote}>{t('forwardNote')}</dd>
        </div>
      )}
      {(fault === 'too-many' || fault === 'blind-by-file') && (
        <div className={classes.recipientRow}>
          <dt />
          <dd className={classes.addressFault} role="alert">
            {t(fault === 'too-many' ? 'tooManyRecipients' : 'blindByFile', { max: MAX_RECIPIENTS })}
          </dd>
        </div>
      )}
    </>
  );
}
