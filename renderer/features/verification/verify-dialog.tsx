import { Alert, Stack } from '@mantine/core';
import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { CodeStep } from '#renderer/features/verification/code-step.tsx';
import { QuestionsStep } from '#renderer/features/verification/questions-step.tsx';
import { verificationFaultText } from '#renderer/features/verification/verification-fault.ts';
import { Newest } from '#renderer/transport/newest.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { VerificationAnswer, VerificationShown } from '#shared/wallet/verification.ts';

interface Props {
  readonly state: CaseState;
  readonly onClose: () => void;
}

/** Has the customer show who they are: by the code on their phone, by what they know of the account. */
export function VerifyDialog({ state, onClose }: Props) {
  const { t } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const client = useClient();
  const connected = useAppSelector(selectHost)?.wallet ?? true;
  const [standing, setStanding] = useState<VerificationShown | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [newest] = useState(() => new Newest());
  const caseId = state.id;
  // What is pending is asked for, never kept here: the dialog may be closed while the customer waits for the code.
  const load = useCallback(async () => {
    const counts = newest.ask();
    const [error, told] = await safe(client.verification.standing({ caseId }));
    if (!counts()) return;
    if (error) setFault(verificationFaultText(anyT, error));
    else setStanding(told);
  }, [client, caseId, anyT, newest]);
  const onTime = useCallback(() => {
    if (connected) void load();
  }, [load, connected]);
  useEffect(onTime, [onTime]);
  /** Runs one call; what went wrong stands in the dialog. */
  const run = async <T,>(asking: Promise<T>): Promise<T | null> => {
    setFault(null);
    const [error, answer] = await safe(asking);
    if (!error) return answer as T;
    setFault(verificationFaultText(anyT, error));
    await load();
    return null;
  };
  const begin = async (asking: Promise<unknown>) => {
    if ((await run(asking)) !== null) await load();
  };
  const check = async (asking: Promise<VerificationAnswer>) => {
    const answer = await run(asking);
    if (answer === null) return;
    const { outcome, standing: now } = answer;
    // What was asked for until now may have been read before.
    newest.ask();
    setStanding((before) => ({ sent: null, asked: null, ...before, ...now }));
    if (outcome === 'wrong') setFault(t('wrong'));
    if (outcome === 'not-begun') setFault(t('notBegun'));
  };
  if (!connected) {
    return (
      <FormDialog title={t('verifyTitle')} onClose={onClose}>
        <Alert color="red" role="alert">
          {t('customer:noWalletVerify')}
        </Alert>
      </FormDialog>
    );
  }
  const stepOf = (kind: 'code' | 'knowledge') => standing?.steps.find((step) => step.kind === kind) ?? null;
  return (
    <FormDialog title={t('verifyTitle')} onClose={onClose}>
      <Stack gap={0}>
        {fault !== null && (
          <Alert color="red" role="alert" mb="xs">
            {fault}
          </Alert>
        )}
        <CodeStep
          step={stepOf('code')}
          sent={standing?.sent ?? null}
          onBegin={() => begin(client.verification.beginCode({ caseId }))}
          onCheck={(code) => check(client.verification.checkCode({ caseId, code }))}
          onTime={onTime}
        />
        <QuestionsStep
          step={stepOf('knowledge')}
          check={standing?.asked ?? null}
          onBegin={() => begin(client.verification.beginKnowledge({ caseId }))}
          onCheck={(answers) => check(client.verification.answerKnowledge({ caseId, answers }))}
          onTime={onTime}
        />
      </Stack>
    </FormDialog>
  );
}
