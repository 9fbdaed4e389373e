import { Alert, Button, Radio, Stack, Text, Textarea } from '@mantine/core';
import { safe } from '@orpc/client';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/access/access.module.css';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { ProofPrompt } from '#renderer/features/step-up/proof-prompt.tsx';
import { type StepUpFault, stepUpFault, stepUpFaultText } from '#renderer/features/step-up/step-up-fault.ts';
import { useStepUp } from '#renderer/features/step-up/use-step-up.ts';
import { type GlassReason, glassReason, LEAST_WORDS } from '#shared/desk/reasons.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/** What is opened: a case that is not one's own, or a customer without any. */
export type Closed = { readonly caseId: CaseId } | { readonly customer: CustomerId };

interface Props {
  readonly closed: Closed;
  readonly onClose: () => void;
  readonly onOpened: () => void;
}

/** Opens what is not one's own: why, in what words, and by whom, proved. */
export function BreakGlassForm({ closed, onClose, onOpened }: Props) {
  const { t, i18n } = useTranslation('guard');
  const client = useClient();
  const stepUp = useStepUp();
  const [reason, setReason] = useState<GlassReason | null>(null);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<StepUpFault | null>(null);
  const sending = useRef(false);
  const alone = 'customer' in closed;
  const ready = reason !== null && words.trim().length >= LEAST_WORDS && stepUp.ready;
  const open = async (why: GlassReason): Promise<StepUpFault | null> => {
    const nonce = crypto.randomUUID();
    const proved = await stepUp.prove({ purpose: 'break-glass', action: 'break-glass', customer: null, caseId: null, ...closed, amount: null, nonce });
    if (!proved.ok) return proved.error;
    const [error] = await safe(client.access.breakGlass({ ...closed, reason: why, words: words.trim(), proof: proved.value, nonce }));
    return error ? stepUpFault(error) : null;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || reason === null || sending.current) return;
    sending.current = true;
    setBusy(true);
    const refused = await open(reason);
    sending.current = false;
    setBusy(false);
    setFault(refused);
    if (refused === null) onOpened();
  };
  return (
    <FormDialog title={t(alone ? 'glassTitleAlone' : 'glassTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t(alone ? 'glassHintAlone' : 'glassHint')}</Text>
          {fault !== null && (
            <Alert color="red" role="alert">
              {stepUpFaultText(t, i18n.language, fault)}
            </Alert>
          )}
          <Radio.Group label={t('glassReason')} value={reason} onChange={(value) => setReason(value as GlassReason)}>
            <div className={classes.choices}>
              {glassReason.options.map((option, index) => (
                <Radio key={option} value={option} label={t(`glassReason_${option}`)} data-autofocus={index === 0 || undefined} />
              ))}
            </div>
          </Radio.Group>
          <Textarea label={t('wordsNeeded')} value={words} onChange={(event) => setWords(event.currentTarget.value)} rows={2} maxLength={500} />
          <ProofPrompt stepUp={stepUp} />
          <Button type="submit" loading={busy} disabled={!ready}>
            {t('glassNow')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}
