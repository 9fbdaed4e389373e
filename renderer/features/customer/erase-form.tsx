import { Alert, Button, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { newCommandId } from '#renderer/features/case-actions/perform.ts';
import classes from '#renderer/features/customer/customer.module.css';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { type CallFault, callFault } from '#renderer/transport/call-fault.ts';
import { type ErasureReason, erasureReason } from '#shared/case/erasure.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Scope {
  readonly customer: string | null;
  readonly cases: number;
  readonly open: number;
  readonly confirm: string;
}

/** Whom it would reach, asked once; or why that cannot be told. */
function useScope(caseId: CaseId): { readonly scope: Scope | null; readonly fault: CallFault | null } {
  const client = useClient();
  const [told, setTold] = useState<{ scope: Scope | null; fault: CallFault | null }>({ scope: null, fault: null });
  useEffect(() => {
    let wanted = true;
    void safe(client.erasure.scope({ caseId })).then(([error, scope]) => {
      if (wanted) setTold(error ? { scope: null, fault: callFault(error) } : { scope, fault: null });
    });
    return () => {
      wanted = false;
    };
  }, [client, caseId]);
  return told;
}

/** Erases the person of a case: says what goes and what stays, asks why, and wants their number typed. */
export function EraseForm({ caseId, onClose }: { readonly caseId: CaseId; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('customer');
  const client = useClient();
  const names = useNames();
  const { scope, fault } = useScope(caseId);
  const [reason, setReason] = useState<ErasureReason | null>(null);
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<CallFault | null>(null);
  const [busy, setBusy] = useState(false);
  // What was answered while the answer was lost on its way is not done a second time.
  const commandId = useRef(newCommandId());
  const ready = scope !== null && reason !== null && typed.trim() === scope.confirm;
  const wrong = refused ?? fault;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    const [error, done] = await safe(client.erasure.erase({ caseId, reason, confirm: typed.trim(), commandId: commandId.current }));
    setBusy(false);
    if (error) return setRefused(callFault(error));
    notifications.show({ message: t('eraseDone', { count: done.cases }) });
    onClose();
  };
  return (
    <FormDialog title={t('eraseTitle')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          {wrong !== null && (
            <Alert color="red" role="alert">
              {wrong.code === 'unavailable'
                ? t('eraseOffline')
                : t('eraseFault', { why: faultText({ t, locale: i18n.language, personName: names.person }, wrong) })}
            </Alert>
          )}
          {scope !== null && (
            <Text size="sm">
              {scope.customer === null ? t('eraseOne') : t('eraseScope', { count: scope.cases, customer: scope.customer })}
              {scope.open > 0 && ` ${scope.customer === null ? t('eraseOneOpen') : t('eraseOpen', { count: scope.open })}`}
            </Text>
          )}
          <Text size="sm">{t('eraseWhat')}</Text>
          <Text size="sm">{t('eraseStays')}</Text>
          <Radio.Group label={t('eraseReason')} value={reason} onChange={(value) => setReason(value as ErasureReason)}>
            <div className={classes.choices}>
              {erasureReason.options.map((option, index) => (
                <Radio key={option} value={option} label={t(`eraseReason_${option}`)} data-autofocus={index === 0 || undefined} py={3} />
              ))}
            </div>
          </Radio.Group>
          {scope !== null && (
            <TextInput
              label={t('eraseConfirm', { text: scope.confirm })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          <Button type="submit" color="red.9" loading={busy} disabled={!ready}>
            {t('eraseNow')}
          </Button>
        </Stack>
      </form>
    </FormDialog>
  );
}
