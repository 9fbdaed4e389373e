import { Alert, Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/keys/keys.module.css';
import { unlockRefusalText } from '#renderer/features/keys/unlock-refusal.ts';
import type { Unlocking } from '#renderer/features/keys/use-unlock.ts';
import { type KeyLock, type KeyWay, newPassphrase, type UnlockRefusal, type UnlockTry } from '#shared/contract/key-schemas.ts';
import { readRecoveryKey } from '#shared/desk/recovery-key.ts';

interface WayProps extends Unlocking {
  readonly lock: KeyLock;
}

interface FrameProps extends Unlocking {
  readonly way: KeyWay;
  readonly wish: () => UnlockTry | null;
  readonly can?: boolean;
  readonly quiet?: boolean;
  readonly children?: ReactNode;
}

/** One way to the key: what it needs, its button, and why it did not open. */
function Way({ way, wish, can = true, quiet = false, busy, told, unlock, children }: FrameProps) {
  const { t } = useTranslation('lock');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = wish();
    if (wanted !== null) void unlock(wanted);
  };
  return (
    <form className={classes.way} onSubmit={submit} aria-labelledby={`key-way-${way}`}>
      <h2 id={`key-way-${way}`}>{t(`way_${way}`)}</h2>
      {children}
      {told?.way === way && (
        <Alert color="red" role="alert">
          {told.text}
        </Alert>
      )}
      <Button type="submit" variant={quiet ? 'default' : 'filled'} loading={busy === way} disabled={!can || (busy !== null && busy !== way)}>
        {t(`do_${way}`)}
      </Button>
    </form>
  );
}

export function AgainWay({ lock, ...unlocking }: WayProps) {
  const { t } = useTranslation('lock');
  return (
    <Way way="again" wish={() => ({ way: 'again' })} quiet={lock.ways.includes('passphrase')} {...unlocking}>
      <p>{t('againLead')}</p>
    </Way>
  );
}

export function PassphraseWay({ lock: _, ...unlocking }: WayProps) {
  const { t } = useTranslation('lock');
  const [passphrase, setPassphrase] = useState('');
  return (
    <Way way="passphrase" wish={() => ({ way: 'passphrase', passphrase })} can={passphrase !== ''} {...unlocking}>
      <PasswordInput
        label={t('passphrase')}
        description={t('passphraseHint')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        autoComplete="off"
        autoFocus
        visibilityToggleButtonProps={{ 'aria-label': t('showPassphrase'), tabIndex: 0 }}
      />
    </Way>
  );
}

export function KeyFileWay({ lock, ...unlocking }: WayProps) {
  const { t } = useTranslation('lock');
  const [path, setPath] = useState('');
  return (
    <Way way="key-file" wish={() => ({ way: 'key-file', path })} can={path.trim() !== ''} quiet {...unlocking}>
      <TextInput
        label={t('keyFile')}
        description={t('keyFileHint', { file: lock.keyFile ?? '' })}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </Way>
  );
}

/** What is wrong with a key that is typed; while it is too short it is only not finished. */
function typingFault(typed: string): UnlockRefusal | null {
  const read = readRecoveryKey(typed);
  if (read.ok || read.error.code === 'length') return null;
  return { ...read.error, code: `recovery-${read.error.code}` } as UnlockRefusal;
}

export function RecoveryWay({ lock, ...unlocking }: WayProps) {
  const { t } = useTranslation('lock');
  const [key, setKey] = useState('');
  const [left, setLeft] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [short, setShort] = useState(false);
  const fault = left ? typingFault(key) : null;
  const wish = (): UnlockTry | null => {
    const chosen = passphrase === '' ? null : newPassphrase.safeParse(passphrase);
    setShort(chosen?.success === false);
    setLeft(true);
    return chosen?.success === false ? null : { way: 'recovery', key, passphrase: chosen?.data ?? null };
  };
  return (
    <Way way="recovery" wish={wish} can={key.trim() !== ''} quiet={lock.ways.includes('passphrase')} {...unlocking}>
      <TextInput
        label={t('recoveryKey')}
        description={t('recoveryHint')}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        onBlur={() => setLeft(key.trim() !== '')}
        error={fault === null ? null : unlockRefusalText(t, fault)}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        className={classes.recovery}
      />
      {lock.byPassphrase && (
        <PasswordInput
          label={t('newPassphrase')}
          description={t('newPassphraseHint')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          error={short ? t('passphraseShort') : null}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('showNewPassphrase'), tabIndex: 0 }}
        />
      )}
      {lock.keyFile !== null && <p>{t('recoveryMakesFile', { file: lock.keyFile })}</p>}
    </Way>
  );
}

/** The last way: nothing is deleted, and yet everybody begins with nothing, so it is asked for twice. */
export function AsideWay({ lock, ...unlocking }: WayProps) {
  const { t } = useTranslation('lock');
  const [sure, setSure] = useState(false);
  return (
    <details className={classes.last}>
      <summary>{t('lost')}</summary>
      <Way way="aside" wish={() => ({ way: 'aside' })} can={sure} quiet {...unlocking}>
        <p>{t('asideLead', { folder: lock.folder })}</p>
        <Checkbox label={t('asideSure')} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
      </Way>
    </details>
  );
}
