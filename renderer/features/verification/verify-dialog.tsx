import { Alert, Stack } from '@mantine/core';
import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { CodeStep } from '#renderer/features/verification/code-step.tsx';
import { QuestionsStep } from '#renderer/features/verification/questions-step.tsx';
import { verificationFaultText } from '#renderer/features/verification/verification-fault.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { VerificationAnswer, VerificationStanding } from '#shared/wallet/verification.ts';

interface Props {
  readonly state: CaseState;
  readonly onClose: () => void;
}

/** Has the customer show who they are: by the code on their phone, by what they know of the account. */
export function VerifyDialog({ state, onClose }: Props) {
  const { t } = useTranslation('accountActions');
  const { t: anyT } = useTranslation();
  const client = useClient();
  const [standing, setStanding] = useState<VerificationStanding | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const caseId = state.id;
  const load = useCallback(() => {
    void safe(client.verification.standing({ caseId })).then(([error, told]) => {
      if (error) setFault(verificationFaultText(anyT, error));
      else setStanding(told);
    });
  }, [client, caseId, anyT]);
  useEffect(load, [load]);
  /** Runs one call; what went wrong stands in the dialog. */
  const run = async <T,>(asking: Promise<T>): Promise<T | null> => {
    setFault(null);
    const [error, answer] = await safe(asking);
    if (!error) return answer as T;
    setFault(verificationFaultText(anyT, error));
    load();
    return null;
  };
  const answered = ({ outcome, standing: now }: VerificationAnswer): boolean => {
    setStanding(now);
    if (outcome === 'wrong') setFault(t('wrong'));
    if (outcome === 'not-begun') setFault(t('notBegun'));
    return outcome === 'passed';
  };
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
          onBegin={() => run(client.verification.beginCode({ caseId }))}
          onCheck={async (code) => {
            const answer = await run(client.verification.checkCode({ caseId, code }));
            return answer !== null && answered(answer);
          }}
          onTime={load}
        />
        <QuestionsStep
          step={stepOf('knowledge')}
          onBegin={() => run(client.verification.beginKnowledge({ caseId }))}
          onCheck={async (answers) => {
            const answer = await run(client.verification.answerKnowledge({ caseId, answers }));
            return answer !== null && answered(answer);
          }}
          onTime={load}
        />
      </Stack>
    </FormDialog>
  );
}
