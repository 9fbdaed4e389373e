import { PasswordInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hint?: string;
  readonly kind: 'current-password' | 'new-password';
  readonly focused?: boolean;
}

/** A password with the means to look at it, and a word when Caps Lock is on; pasting is as good as typing. */
export function PasswordField({ label, value, onChange, error = null, hint, kind, focused = false }: Props) {
  const { t } = useTranslation('signIn');
  const [caps, setCaps] = useState(false);
  const look = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'));
  return (
    <PasswordInput
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={() => setCaps(false)}
      error={error}
      description={caps ? t('capsLock') : hint}
      autoComplete={kind}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword', { field: label }), tabIndex: 0 }}
      data-autofocus={focused || undefined}
      autoFocus={focused}
      required
      withAsterisk={false}
    />
  );
}
