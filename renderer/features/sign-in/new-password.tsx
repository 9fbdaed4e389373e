import { useTranslation } from 'react-i18next';
import { passwordFaultText } from '#renderer/features/sign-in/door-fault.ts';
import { PasswordField } from '#renderer/features/sign-in/password-field.tsx';
import { passwordFault, SHORTEST_PASSWORD } from '#shared/desk/password-rules.ts';

export interface Chosen {
  readonly password: string;
  readonly repeated: string;
}

/** Whether a new password may be sent off: good enough, and typed the same twice. */
export const isGood = ({ password, repeated }: Chosen, login: string): boolean => passwordFault(password, login) === null && password === repeated;

interface Props {
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
  readonly login: string;
  /** Faults are told once somebody tried to go on. */
  readonly tried: boolean;
}

/** A new password, twice. */
export function NewPassword({ chosen, onChange, login, tried }: Props) {
  const { t } = useTranslation('signIn');
  const fault = passwordFault(chosen.password, login);
  return (
    <>
      <PasswordField
        label={t('newPassword')}
        value={chosen.password}
        onChange={(password) => onChange({ ...chosen, password })}
        hint={t('passwordHint', { count: SHORTEST_PASSWORD })}
        error={tried && fault !== null ? passwordFaultText(t, fault) : null}
        kind="new-password"
      />
      <PasswordField
        label={t('repeat')}
        value={chosen.repeated}
        onChange={(repeated) => onChange({ ...chosen, repeated })}
        error={tried && chosen.password !== chosen.repeated ? t('repeatFault') : null}
        kind="new-password"
      />
    </>
  );
}
