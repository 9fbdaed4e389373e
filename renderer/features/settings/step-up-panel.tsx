import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BegunApp, ConfirmApp, ProveForApp } from '#renderer/features/settings/app-forms.tsx';
import { AddPasskey, RemovePasskey } from '#renderer/features/settings/passkey-forms.tsx';
import { PasskeyList } from '#renderer/features/settings/passkey-list.tsx';
import settings from '#renderer/features/settings/settings.module.css';
import { takesPasskeys } from '#renderer/features/step-up/make-passkey.ts';
import { type StepUpFault, stepUpFaultText } from '#renderer/features/step-up/step-up-fault.ts';
import { useStepUp } from '#renderer/features/step-up/use-step-up.ts';
import type { Passkey } from '#shared/desk/passkey.ts';

/** Which of the panel's forms is open: one at a time, since each asks for a proof. */
type At =
  | { readonly form: 'none' | 'app' | 'passkey' }
  | { readonly form: 'confirm'; readonly begun: BegunApp }
  | { readonly form: 'remove'; readonly passkey: Passkey };

/** A person's second proof: whether an authenticator app is set up, the passkeys, and how others are set up. */
export function StepUpPanel() {
  const { t, i18n } = useTranslation('guard');
  const stepUp = useStepUp();
  const [at, setAt] = useState<At>({ form: 'none' });
  const [fault, setFault] = useState<StepUpFault | null>(null);
  const { state } = stepUp;
  const open = (next: At) => {
    setAt(next);
    setFault(null);
    stepUp.choose({ by: 'code', code: '' });
  };
  const rest = () => open({ form: 'none' });
  if (state === null) return null;
  const common = { stepUp, onFault: setFault, onDone: rest, onCancel: rest };
  return (
    <section className={settings.section} aria-labelledby="settings-proof">
      <h2 id="settings-proof">{t('proof')}</h2>
      <p className={settings.about}>{t('proofHint')}</p>
      {fault !== null && (
        <Alert color="red" role="alert">
          {stepUpFaultText(t, i18n.language, fault)}
        </Alert>
      )}
      <p className={settings.about}>{state.enrolled ? t('proofSet') : t('proofUnset')}</p>
      {(at.form === 'none' || at.form === 'passkey' || at.form === 'remove') && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => open({ form: 'app' })}>
            {state.enrolled ? t('proofAnother') : t('proofBegin')}
          </Button>
        </div>
      )}
      {at.form === 'app' && <ProveForApp {...common} state={state} onBegun={(begun) => open({ form: 'confirm', begun })} />}
      {at.form === 'confirm' && <ConfirmApp {...common} begun={at.begun} />}
      <h3 id="settings-passkeys">{t('passkeys')}</h3>
      <PasskeyList
        state={state}
        usable={takesPasskeys()}
        removing={at.form === 'remove' ? at.passkey.id : null}
        onRemove={(passkey) => open({ form: 'remove', passkey })}
      />
      {at.form === 'remove' && <RemovePasskey key={at.passkey.id} {...common} passkey={at.passkey} />}
      {state.offersPasskeys && takesPasskeys() && at.form !== 'passkey' && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => open({ form: 'passkey' })}>
            {t('passkeyAdd')}
          </Button>
        </div>
      )}
      {at.form === 'passkey' && <AddPasskey {...common} state={state} />}
    </section>
  );
}
