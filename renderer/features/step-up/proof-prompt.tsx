import { Alert, Button } from '@mantine/core';
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CodePrompt } from '#renderer/features/step-up/code-prompt.tsx';
import classes from '#renderer/features/step-up/step-up.module.css';
import type { StepUpUse } from '#renderer/features/step-up/use-step-up.ts';

interface Props {
  readonly stepUp: StepUpUse;
  readonly label?: string;
  readonly focus?: boolean;
}

/** Asks for what a person proves themselves by: the code of their app, or, once they send the form, their passkey. */
export function ProofPrompt({ stepUp, label, focus }: Props) {
  const { t } = useTranslation('guard');
  const { state, by, choose, hasPasskey, refresh } = stepUp;
  if (state !== null && !state.enrolled && !hasPasskey) return <Alert color="yellow">{t(state.passkeys.length > 0 ? 'codeElsewhere' : 'codeNone')}</Alert>;
  return (
    <div className={classes.prompt}>
      {by.by === 'code' ? (
        <CodePrompt
          demo={state?.demo ?? null}
          known={state !== null}
          code={by.code}
          onCode={(code) => choose({ by: 'code', code })}
          onTime={refresh}
          {...(label === undefined ? {} : { label })}
          {...(focus === undefined ? {} : { focus })}
        />
      ) : (
        <p className={classes.passkey} role="status">
          <IconFingerprint size={18} aria-hidden /> {t('passkeyAsked')}
        </p>
      )}
      {hasPasskey && state?.enrolled && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={by.by === 'code' ? <IconFingerprint size={16} aria-hidden /> : <IconDeviceMobile size={16} aria-hidden />}
          onClick={() => choose(by.by === 'code' ? { by: 'passkey' } : { by: 'code', code: '' })}
        >
          {t(by.by === 'code' ? 'passkeyUse' : 'passkeyNot')}
        </Button>
      )}
    </div>
  );
}
