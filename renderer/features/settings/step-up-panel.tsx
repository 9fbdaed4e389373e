import { Alert, Button, Group, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { QrCode } from '#renderer/features/settings/qr-code.tsx';
import settings from '#renderer/features/settings/settings.module.css';
import classes from '#renderer/features/settings/step-up.module.css';
import { CodePrompt } from '#renderer/features/step-up/code-prompt.tsx';
import { type StepUpFault, stepUpFault, stepUpFaultText, useStepUp } from '#renderer/features/step-up/use-step-up.ts';
import type { StepUpState } from '#shared/desk/step-up.ts';

interface Begun {
  readonly secret: string;
  readonly uri: string;
}

interface StepProps {
  readonly state: StepUpState;
  readonly refresh: () => void;
  readonly onFault: (fault: StepUpFault | null) => void;
  readonly onCancel: () => void;
}

/** First whoever sets up an app proves who they are, where there is anything to prove it by. */
function ProveFirst({ state, refresh, onFault, onCancel, onBegun }: StepProps & { readonly onBegun: (begun: Begun) => void }) {
  const { t } = useTranslation('guard');
  const client = useClient();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const ready = (!state.enrolled || code.length === 6) && (!state.asksPassword || password !== '');
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const [error, begun] = await safe(client.stepUp.begin({ code: state.enrolled ? code : null, password: state.asksPassword ? password : null }));
    refresh();
    setCode('');
    onFault(error ? stepUpFault(error) : null);
    if (!error) onBegun(begun);
  };
  return (
    <form className={classes.step} onSubmit={(event) => void begin(event)}>
      {state.enrolled && <CodePrompt state={state} code={code} onCode={setCode} onTime={refresh} label={t('proofNow')} />}
      {state.asksPassword && (
        <PasswordInput
          label={t('proofPassword')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          w={260}
        />
      )}
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={!ready}>
          {t('proofNext')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}

/** Then the app takes the secret, and shows by a code that it has it. */
function Confirm({ begun, refresh, onFault, onCancel, onDone }: Omit<StepProps, 'state'> & { readonly begun: Begun; readonly onDone: () => void }) {
  const { t } = useTranslation('guard');
  const client = useClient();
  const [code, setCode] = useState('');
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    const [error] = await safe(client.stepUp.confirm({ code }));
    refresh();
    setCode('');
    onFault(error ? stepUpFault(error) : null);
    if (error) return;
    notifications.show({ message: t('proofDone'), role: 'status' });
    onDone();
  };
  return (
    <form className={classes.step} onSubmit={(event) => void confirm(event)}>
      <p className={settings.about}>{t('proofScan')}</p>
      <QrCode text={begun.uri} label={t('proofQr')} />
      <p className={settings.about}>
        {t('proofKey')} <code className={classes.secret}>{begun.secret.replace(/.{4}/g, '$& ').trim()}</code>
      </p>
      <CodePrompt state={null} code={code} onCode={setCode} onTime={refresh} />
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={code.length !== 6}>
          {t('proofConfirm')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}

/** A person's second proof: whether an authenticator app is set up, and how another one is. */
export function StepUpPanel() {
  const { t, i18n } = useTranslation('guard');
  const { state, refresh } = useStepUp();
  const [at, setAt] = useState<'rest' | 'prove' | Begun>('rest');
  const [fault, setFault] = useState<StepUpFault | null>(null);
  const rest = () => {
    setAt('rest');
    setFault(null);
  };
  if (state === null) return null;
  return (
    <section className={settings.section} aria-labelledby="settings-proof">
      <h2 id="settings-proof">{t('proof')}</h2>
      <p className={settings.about}>{t('proofHint')}</p>
      <p className={settings.about}>{state.enrolled ? t('proofSet') : t('proofUnset')}</p>
      {fault !== null && (
        <Alert color="red" role="alert">
          {stepUpFaultText(t, i18n.language, fault)}
        </Alert>
      )}
      {at === 'rest' && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => setAt('prove')}>
            {state.enrolled ? t('proofAnother') : t('proofBegin')}
          </Button>
        </div>
      )}
      {at === 'prove' && <ProveFirst state={state} refresh={refresh} onFault={setFault} onCancel={rest} onBegun={setAt} />}
      {typeof at === 'object' && <Confirm begun={at} refresh={refresh} onFault={setFault} onCancel={rest} onDone={rest} />}
    </section>
  );
}
