import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import type { StepUpFormProps } from '#renderer/features/settings/app-forms.tsx';
import { ProveForMore, useProveForMore } from '#renderer/features/settings/prove-for-more.tsx';
import settings from '#renderer/features/settings/settings.module.css';
import classes from '#renderer/features/settings/step-up.module.css';
import { makePasskey } from '#renderer/features/step-up/make-passkey.ts';
import { ProofPrompt } from '#renderer/features/step-up/proof-prompt.tsx';
import { type StepUpFault, stepUpFault } from '#renderer/features/step-up/step-up-fault.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import type { Passkey } from '#shared/desk/passkey.ts';
import { authenticatorPurpose, type StepUpState } from '#shared/desk/step-up.ts';

interface FormProps extends StepUpFormProps {
  readonly ready: boolean;
  /** Does it; null where it is done. */
  readonly work: () => Promise<StepUpFault | null>;
  readonly label: string;
  /** What is told once it is done. */
  readonly told: string;
  readonly color?: string;
  readonly children: ReactNode;
}

function PasskeyForm({ stepUp, ready, work, label, told, color, children, onFault, onDone, onCancel }: FormProps) {
  const { t } = useTranslation('guard');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    onFault(null);
    const fault = await work();
    setBusy(false);
    stepUp.refresh();
    if (fault !== null) return onFault(fault);
    notifications.show({ message: told, role: 'status' });
    onDone();
  };
  return (
    <form className={classes.step} onSubmit={(event) => void submit(event)}>
      {children}
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={!ready} loading={busy} {...(color === undefined ? {} : { color })}>
          {label}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}

/** Has the person's device make a passkey, once they have proved who they are by what they have. */
export function AddPasskey({ state, ...common }: StepUpFormProps & { readonly state: StepUpState }) {
  const { t } = useTranslation('guard');
  const client = useClient();
  const more = useProveForMore(common.stepUp, state, 'add-passkey');
  const [name, setName] = useState('');
  const add = async (): Promise<StepUpFault | null> => {
    const proved = await more.prove();
    if (!proved.ok) return proved.error;
    const [refused, options] = await safe(client.stepUp.beginPasskey(proved.value));
    if (refused) return stepUpFault(refused);
    const made = await makePasskey(options);
    if (!made.ok) return made.error;
    const [error] = await safe(client.stepUp.confirmPasskey({ name, made: made.value }));
    return error ? stepUpFault(error) : null;
  };
  return (
    <PasskeyForm {...common} ready={more.ready && name.trim() !== ''} work={add} label={t('passkeyMake')} told={t('passkeyDone')}>
      <TextInput
        label={t('passkeyName')}
        description={t('passkeyNameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={60}
        autoComplete="off"
        w={320}
        maw="100%"
        ref={focusHere}
      />
      <ProveForMore stepUp={common.stepUp} state={state} more={more} />
    </PasskeyForm>
  );
}

/** Takes a passkey out of use; the person proves for this one who they are. */
export function RemovePasskey({ passkey, ...common }: StepUpFormProps & { readonly passkey: Passkey }) {
  const { t } = useTranslation('guard');
  const client = useClient();
  const remove = async (): Promise<StepUpFault | null> => {
    const proved = await common.stepUp.prove(authenticatorPurpose('remove-passkey', passkey.id));
    if (!proved.ok) return proved.error;
    const [error] = await safe(client.stepUp.removePasskey({ id: passkey.id, proof: proved.value }));
    return error ? stepUpFault(error) : null;
  };
  return (
    <PasskeyForm
      {...common}
      ready={common.stepUp.ready}
      work={remove}
      label={t('passkeyRemoveNow')}
      told={t('passkeyRemoved', { name: passkey.name })}
      color="red.9"
    >
      <p className={settings.about} tabIndex={-1} ref={focusHere}>
        {t('passkeyRemoveHint', { name: passkey.name })}
      </p>
      <ProofPrompt stepUp={common.stepUp} />
    </PasskeyForm>
  );
}
