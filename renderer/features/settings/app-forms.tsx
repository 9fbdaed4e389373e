import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { ProveForMore, useProveForMore } from '#renderer/features/settings/prove-for-more.tsx';
import { QrCode } from '#renderer/features/settings/qr-code.tsx';
import settings from '#renderer/features/settings/settings.module.css';
import classes from '#renderer/features/settings/step-up.module.css';
import { CodePrompt } from '#renderer/features/step-up/code-prompt.tsx';
import { type StepUpFault, stepUpFault } from '#renderer/features/step-up/step-up-fault.ts';
import type { StepUpUse } from '#renderer/features/step-up/use-step-up.ts';
import type { StepUpState } from '#shared/desk/step-up.ts';

/** The secret of an app that is not in use yet, and the same for its camera. */
export interface BegunApp {
  readonly secret: string;
  readonly uri: string;
}

/** What each form of the panel is given. */
export interface StepUpFormProps {
  readonly stepUp: StepUpUse;
  readonly onFault: (fault: StepUpFault | null) => void;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** First whoever sets up an app proves who they are. */
export function ProveForApp({
  stepUp,
  state,
  onFault,
  onCancel,
  onBegun,
}: StepUpFormProps & { readonly state: StepUpState; readonly onBegun: (begun: BegunApp) => void }) {
  const { t } = useTranslation('guard');
  const client = useClient();
  const more = useProveForMore(stepUp, state, 'add-app');
  const [busy, setBusy] = useState(false);
  const begin = async (): Promise<StepUpFault | null> => {
    const proved = await more.prove();
    if (!proved.ok) return proved.error;
    const [error, begun] = await safe(client.stepUp.begin(proved.value));
    if (error) return stepUpFault(error);
    onBegun(begun);
    return null;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!more.ready || busy) return;
    setBusy(true);
    onFault(await begin());
    setBusy(false);
  };
  return (
    <form className={classes.step} onSubmit={(event) => void submit(event)}>
      <ProveForMore stepUp={stepUp} state={state} more={more} focus />
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={!more.ready} loading={busy}>
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
export function ConfirmApp({ stepUp, begun, onFault, onCancel, onDone }: StepUpFormProps & { readonly begun: BegunApp }) {
  const { t } = useTranslation('guard');
  const client = useClient();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    // A second Enter would find nothing begun, and tell so of an app that is in use.
    if (busy) return;
    setBusy(true);
    const [error] = await safe(client.stepUp.confirm({ code }));
    setBusy(false);
    stepUp.refresh();
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
      <CodePrompt demo={null} known code={code} onCode={setCode} onTime={stepUp.refresh} focus />
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={code.length !== 6} loading={busy}>
          {t('proofConfirm')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}
