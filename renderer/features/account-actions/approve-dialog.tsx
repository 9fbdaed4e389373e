import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { safe } from '@orpc/client';
import { Fragment, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/account-actions/account-actions.module.css';
import { proofFaultText, wishFaultText } from '#renderer/features/account-actions/wish-fault.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import type { DeskClient } from '#renderer/features/case-actions/perform.ts';
import { ProofPrompt } from '#renderer/features/step-up/proof-prompt.tsx';
import { useStepUp } from '#renderer/features/step-up/use-step-up.ts';
import { stateName, whatText } from '#renderer/i18n/action-text.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import type { AccountActionState } from '#shared/case/account-action.ts';
import type { ActionView } from '#shared/contract/action-contract.ts';
import { LEAST_WORDS } from '#shared/desk/reasons.ts';
import { moneyText } from '#shared/lib/money.ts';

type Fresh = Awaited<ReturnType<DeskClient['accountActions']['approval']>>;

interface Props {
  readonly one: ActionView;
  readonly onClose: () => void;
}

/** The account as it stands now, beside what was asked for. */
function FreshAccount({ one, fresh }: { readonly one: ActionView; readonly fresh: Fresh }) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const { account, verification, words } = fresh;
  return (
    <section className={classes.confirm} aria-label={t('approveFresh')} data-verdict={account.version === one.seen ? 'allowed' : 'refused'}>
      <p className={classes.sentence}>{t('approveFresh')}</p>
      <p>
        <bdi>{account.name}</bdi> {account.phone}
      </p>
      <p>{t('approveState', { state: anyT(`customer:state_${account.state}`, { raw: account.rawState }) })}</p>
      <p>{t('approveBalance', { amount: moneyText(account.balance, i18n.language) })}</p>
      <p>{t('approveLevel', { level: t(`level_${verification.level}`) })}</p>
      {fresh.phone !== null && <p>{t('does_change-phone', { customer: account.name, target: fresh.phone.text })}</p>}
      <p>
        {t('approveWords', { reason: t(`reason_${one.reason}`) })} {words !== null && words.text !== '' && <q dir="auto">{words.text}</q>}
      </p>
      {account.version !== one.seen && <p role="alert">{t('approveChanged')}</p>}
    </section>
  );
}

/** A second person looks at what was asked for and at the account as it is, then approves by a proof of their own, or says why not. */
export function ApproveDialog({ one, onClose }: Props) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const client = useClient();
  const connected = useAppSelector(selectHost)?.wallet ?? true;
  const dispatch = useAppDispatch();
  const names = useNames();
  const stepUp = useStepUp();
  const [fresh, setFresh] = useState<Fresh | null>(null);
  const [unread, setUnread] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [words, setWords] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [ended, setEnded] = useState<AccountActionState | null>(null);
  const { caseId, key } = one;
  const wording = { t: anyT, locale: i18n.language, personName: names.person };
  const load = useCallback(() => {
    setUnread(false);
    void safe(client.accountActions.approval({ caseId, key })).then(([error, told]) => {
      if (error) setUnread(true);
      else setFresh(told);
    });
  }, [client, caseId, key]);
  useEffect(load, [load]);
  const askAgain = () => {
    load();
    // What one proves oneself by was asked for over the same line.
    stepUp.refresh();
  };
  const approve = async () => {
    if (fresh === null) return;
    setBusy(true);
    setFault(null);
    const { action, customer, amount } = one;
    const given = await stepUp.prove({ purpose: 'approval', action, customer, amount, caseId, nonce: key });
    if (!given.ok) setFault(proofFaultText(wording, given.error));
    else {
      const [error, done] = await safe(client.accountActions.approve({ caseId, key, seen: fresh.account.version, proof: given.value }));
      if (error) {
        setFault(wishFaultText(wording, error));
        // Another try is made on the account as it is by then.
        load();
      } else setEnded(done.state);
    }
    setBusy(false);
  };
  const reject = async () => {
    setBusy(true);
    setFault(null);
    const [error] = await safe(client.accountActions.reject({ caseId, key, words: words ?? '' }));
    setBusy(false);
    if (error) setFault(wishFaultText(wording, error));
    else onClose();
  };
  return (
    <FormDialog title={t('approveTitle')} onClose={onClose}>
      <Stack gap="sm">
        <p className={classes.hint}>
          <strong>{whatText(anyT, i18n.language, one)}</strong> · {t('askedBy', { name: names.person(one.by), time: timeText(one.at, i18n.language) })}
        </p>
        {fresh !== null && <FreshAccount one={one} fresh={fresh} />}
        {unread && (
          <Alert color="red" role="alert">
            <Group justify="space-between" gap="xs">
              {t(connected ? 'loadFault' : 'customer:noWalletHere')}
              <Button size="compact-sm" variant="light" color="red" onClick={askAgain}>
                {t('retry')}
              </Button>
            </Group>
          </Alert>
        )}
        {fault !== null && (
          <Alert color="red" role="alert">
            {fault}
          </Alert>
        )}
        {ended !== null ? (
          <>
            <Alert color={ended === 'completed' || ended === 'begun' ? 'green' : 'yellow'} role="status">
              {whatText(anyT, i18n.language, one)}: {stateName(anyT, ended)}
            </Alert>
            <Button ref={focusHere} onClick={onClose}>
              {t('done')}
            </Button>
          </>
        ) : words === null ? (
          <Fragment key="approve">
            <ProofPrompt stepUp={stepUp} focus />
            <Group gap="xs">
              <Button onClick={() => void approve()} loading={busy} disabled={!stepUp.ready || fresh === null || fresh.account.version !== one.seen}>
                {t('approve')}
              </Button>
              <Button variant="default" onClick={() => setWords('')}>
                {t('reject')}
              </Button>
              <Button
                variant="subtle"
                px={8}
                onClick={() => {
                  onClose();
                  dispatch(caseShown({ caseId }));
                }}
              >
                {t('openCase')}
              </Button>
            </Group>
          </Fragment>
        ) : (
          <Fragment key="reject">
            <Textarea
              ref={focusHere}
              label={t('rejectWords', { name: names.person(one.by) })}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
              maxLength={500}
              autosize
              minRows={2}
              maxRows={5}
            />
            <Group gap="xs">
              <Button color="red.9" onClick={() => void reject()} loading={busy} disabled={words.trim().length < LEAST_WORDS}>
                {t('rejectSend')}
              </Button>
              <Button variant="default" onClick={() => setWords(null)}>
                {t('cancel')}
              </Button>
            </Group>
          </Fragment>
        )}
      </Stack>
    </FormDialog>
  );
}
