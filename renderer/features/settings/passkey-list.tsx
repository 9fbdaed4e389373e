import { Button } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import settings from '#renderer/features/settings/settings.module.css';
import classes from '#renderer/features/settings/step-up.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { Passkey } from '#shared/desk/passkey.ts';
import type { StepUpState } from '#shared/desk/step-up.ts';
import { MINUTE } from '#shared/lib/time.ts';

interface Props {
  readonly state: StepUpState;
  /** Whether this page can ask for passkeys. */
  readonly usable: boolean;
  /** The one whose removal is being asked for. */
  readonly removing: string | null;
  readonly onRemove: (passkey: Passkey) => void;
}

/** A person's passkeys, with when each was made, and what can be done with them here. */
export function PasskeyList({ state, usable, removing, onRemove }: Props) {
  const { t, i18n } = useTranslation('guard');
  const now = useNow(MINUTE);
  const { passkeys, offersPasskeys } = state;
  return (
    <>
      <p className={settings.about}>{t(!offersPasskeys ? 'passkeysNotHere' : usable ? 'passkeysHint' : 'passkeysNoBrowser')}</p>
      {passkeys.length > 0 && (
        <ul className={classes.passkeys} aria-labelledby="settings-passkeys">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <IconFingerprint size={18} aria-hidden />
              <bdi>{passkey.name}</bdi>
              <span className={settings.about}>{t('passkeyMadeAt', { time: momentText(passkey.madeAt, i18n.language, now) })}</span>
              {removing !== passkey.id && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="red"
                  onClick={() => onRemove(passkey)}
                  aria-label={t('passkeyRemoveName', { name: passkey.name })}
                >
                  {t('passkeyRemove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
