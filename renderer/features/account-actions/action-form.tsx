import { Alert, Button, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/account-actions/account-actions.module.css';
import { ActionResult } from '#renderer/features/account-actions/action-result.tsx';
import { targetsOf } from '#renderer/features/account-actions/action-targets.ts';
import { AmountField } from '#renderer/features/account-actions/amount-field.tsx';
import { makeInput, takesAmount } from '#renderer/features/account-actions/make-input.ts';
import { previewFor, previewText } from '#renderer/features/account-actions/preview-action.ts';
import { tellText } from '#renderer/features/account-actions/tell-text.ts';
import { useWish } from '#renderer/features/account-actions/use-wish.ts';
import { ProofPrompt } from '#renderer/features/step-up/proof-prompt.tsx';
import { useStepUp } from '#renderer/features/step-up/use-step-up.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { useMoment } from '#renderer/ui/use-countdown.ts';
import { type ActionReason, actionReason, levelOf } from '#shared/case/account-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { ActionFacts } from '#shared/contract/action-contract.ts';
import type { Person } from '#shared/desk/person.ts';
import { LEAST_WORDS } from '#shared/desk/reasons.ts';
import { moneyText } from '#shared/lib/money.ts';
import { parseMoney, typedMoney } from '#shared/lib/parse-money.ts';
import type { ActionName } from '#shared/wallet/actions.ts';
import { maskPhone } from '#shared/wallet/masking.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

interface Props {
  readonly state: CaseState;
  readonly me: Person;
  readonly action: ActionName;
  readonly facts: ActionFacts;
  readonly transactions: readonly Transaction[];
  readonly onVerify: () => void;
  readonly onClose: () => void;
  readonly onReload: () => void;
}

const targetLabel = (action: ActionName) => {
  if (action === 'unbind-device') return 'targetDevice';
  if (action === 'unbind-card') return 'targetCard';
  if (action === 'raise-limit') return 'targetLimit';
  if (action === 'credit-coupon') return 'targetPromotion';
  return action === 'resend-code' ? 'targetPurpose' : 'targetTransaction';
};

/** Everything that one action needs, with the whole sentence of what will be done before it is. */
export function ActionForm({ state, me, action, facts, transactions, onVerify, onClose, onReload }: Props) {
  const { t, i18n } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const locale = screenLanguage(i18n);
  const { account, promotions, limits } = facts;
  const linked = state.transactions;
  const choices = useMemo(
    () => targetsOf(action, { account, transactions, promotions, linked }, { t: anyT, locale, now: Date.now() }),
    [action, account, transactions, promotions, linked, anyT, locale],
  );
  const now = Date.now();
  // What the table says of the customer is another thing once they count as verified no longer.
  useMoment(levelOf(state, now).expiresAt);
  const [target, setTarget] = useState(choices?.[0]?.value ?? '');
  const chosen = choices?.find(({ value }) => value === target);
  const currency = chosen?.amount?.currency ?? account.balance.currency;
  const [typed, setTyped] = useState(() => (chosen?.amount ? typedMoney(chosen.amount) : ''));
  const [reason, setReason] = useState<ActionReason>('customer-asked');
  const [words, setWords] = useState('');
  const [told, setTold] = useState<string | null>(null);
  const stepUp = useStepUp();
  const wish = useWish(stepUp.prove);

  const amount = takesAmount(action) ? (chosen?.fixed ? chosen.amount : parseMoney(typed, currency)) : null;
  const above = amount !== null && chosen?.most != null && amount.minor > chosen.most.minor;
  const input = above ? null : makeInput(action, choices === null && action !== 'change-phone' ? null : target, amount, reason);
  const said = previewFor(state, me, account, limits, { action, amount }, now);
  const needs = said.verdict === 'needs' ? said.needs.map(({ reason: need }) => need) : [];
  const [proves, second, verifies] = [needs.includes('needs-step-up'), needs.includes('needs-second-person'), needs.includes('needs-customer-level')];
  const mayTell = state.channel !== 'phone' && state.visibility === 'private';
  const tell = told ?? tellText(i18n, state.language, { action, amount });
  const enough = reason !== 'other' || words.trim().length >= LEAST_WORDS;
  const ready = input !== null && enough && said.verdict !== 'refused' && !verifies && (!proves || stepUp.ready);

  const choose = (value: string) => {
    setTarget(value);
    const next = choices?.find((one) => one.value === value)?.amount;
    setTyped(next ? typedMoney(next) : '');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || input === null) return;
    await wish.send({
      caseId: state.id,
      customer: account.id,
      input,
      reason,
      words: words.trim(),
      tell: mayTell && tell.trim() !== '' ? tell.trim() : null,
      seen: account.version,
      proves,
    });
    onReload();
  };
  if (wish.state !== null) return <ActionResult caseState={state} actionKey={wish.key} first={wish.state} onClose={onClose} />;
  if (choices?.length === 0)
    return (
      <Stack gap="sm">
        <Alert color="gray">
          {t(`none_${action}`)} {takesAmount(action) && action !== 'credit-coupon' && action !== 'raise-limit' && t('loadedHint')}
        </Alert>
        <Button ref={focusHere} variant="default" onClick={onClose}>
          {t('close')}
        </Button>
      </Stack>
    );
  const shownTarget = action === 'change-phone' ? maskPhone(target) : (chosen?.label ?? '');
  return (
    <form ref={focusHere} onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        {choices !== null && (
          <NativeSelect
            data-autofocus
            label={t(targetLabel(action))}
            value={target}
            onChange={(event) => choose(event.currentTarget.value)}
            data={choices.map(({ value, label }) => ({ value, label }))}
          />
        )}
        {action === 'change-phone' && (
          <TextInput
            data-autofocus
            label={t('targetPhone')}
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
            inputMode="tel"
            autoComplete="off"
            spellCheck={false}
            error={target !== '' && input === null ? t('phoneFault') : null}
          />
        )}
        {takesAmount(action) && chosen && (
          <AmountField chosen={chosen} currency={currency} typed={typed} amount={amount} above={above} locale={locale} onTyped={setTyped} />
        )}
        <NativeSelect
          data-autofocus={(choices === null && action !== 'change-phone') || undefined}
          label={t('reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as ActionReason)}
          data={actionReason.options.map((id) => ({ value: id, label: t(`reason_${id}`) }))}
        />
        <Textarea
          label={t(reason === 'other' ? 'wordsNeeded' : 'words')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={1}
          maxRows={4}
        />
        {mayTell ? (
          <Textarea
            label={t('tell')}
            description={t('tellHint')}
            lang={state.language}
            value={tell}
            onChange={(event) => setTold(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={5}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {t(state.channel === 'phone' ? 'tellPhone' : 'tellPublic')}
          </Text>
        )}
        <section className={classes.confirm} aria-label={t('confirmTitle')} data-verdict={said.verdict}>
          {input !== null && (
            <p className={classes.sentence}>
              {t(`does_${action}`, { customer: account.name, target: shownTarget, amount: amount === null ? '' : moneyText(amount, locale) })}
            </p>
          )}
          {said.verdict !== 'allowed' && <p>{previewText(anyT, locale, said)}</p>}
          {second && said.verdict !== 'refused' && <p>{t('secondHint')}</p>}
          {verifies && (
            <Button size="compact-sm" variant="light" onClick={onVerify}>
              {t('howVerify')}
            </Button>
          )}
        </section>
        {proves && !verifies && <ProofPrompt stepUp={stepUp} />}
        {wish.fault !== null && (
          <Alert color="red" role="alert">
            {wish.fault}
          </Alert>
        )}
        <Button type="submit" disabled={!ready} loading={wish.busy}>
          {t(second ? 'submitSecond' : 'submit')}
        </Button>
      </Stack>
    </form>
  );
}
