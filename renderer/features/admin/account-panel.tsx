import { Alert, Button, CopyButton, TextInput } from '@mantine/core';
import { ORPCError, safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { useWording } from '#renderer/features/admin/use-wording.ts';
import { momentText, timeText } from '#renderer/i18n/date-text.ts';
import type { AccountViewFrame } from '#shared/contract/schemas.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** A one-time password, to be handed on; it is shown this once. */
function OneTime({ login, password }: { readonly login: string; readonly password: string }) {
  const { t } = useWording();
  return (
    <Alert color="green" role="status" title={t('oneTimeTitle')}>
      <dl className={classes.oneTime}>
        <dt>{t('signIn:login')}</dt>
        <dd>{login}</dd>
        <dt>{t('oneTime')}</dt>
        <dd>
          <code data-testid="one-time-password">{password}</code>
        </dd>
      </dl>
      <p>{t('oneTimeHint')}</p>
      <CopyButton value={password}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Alert>
  );
}

/** How somebody signs in: makes their account, or gives them another one-time password. */
export function AccountPanel({ person, active }: { readonly person: PersonId; readonly active: boolean }) {
  const { t, locale } = useWording();
  const client = useClient();
  const demo = useAppSelector(selectDemo);
  const [account, setAccount] = useState<AccountViewFrame | null | undefined>(undefined);
  const [login, setLogin] = useState('');
  const [given, setGiven] = useState<{ login: string; password: string } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const load = useCallback(async () => {
    const [error, accounts] = await safe(client.accounts.list());
    if (!error) setAccount(accounts.find((one) => one.person === person) ?? null);
  }, [client, person]);
  useEffect(() => void load(), [load]);
  const ask = async (as: string, call: () => Promise<{ oneTimePassword: string }>) => {
    setBusy(true);
    setFault(null);
    try {
      setGiven({ login: as, password: (await call()).oneTimePassword });
      await load();
    } catch (cause) {
      const { code, data }: { code?: string; data?: unknown } = cause instanceof ORPCError ? cause : {};
      setFault(
        code === 'ACCOUNT_REFUSED'
          ? t(`account_${(data as { code: string }).code}`)
          : t(code === 'BAD_REQUEST' ? 'signIn:fault_badLogin' : 'signIn:fault_failed'),
      );
    }
    setBusy(false);
  };
  if (account === undefined) return null;
  return (
    <section className={classes.account} aria-labelledby="account-title">
      <h3 id="account-title">{t('accountTitle')}</h3>
      {demo && <p className={classes.quiet}>{t('accountDemo')}</p>}
      {!active && <p className={classes.quiet}>{t('accountInactive')}</p>}
      {fault && (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
      {given && <OneTime login={given.login} password={given.password} />}
      {account === null ? (
        <div className={classes.inline}>
          <TextInput
            label={t('signIn:login')}
            description={t('signIn:loginHint')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoCapitalize="none"
            spellCheck={false}
            autoComplete="off"
          />
          <Button
            variant="default"
            loading={busy}
            disabled={login.trim() === ''}
            onClick={() => void ask(login.trim(), () => client.accounts.invite({ person, login }))}
          >
            {t('makeAccount')}
          </Button>
        </div>
      ) : (
        <>
          <p className={classes.plain}>
            {t('accountOf', { login: account.login, time: momentText(account.changedAt, locale, Date.now()) })}
            {account.mustChange && ` ${t('accountMustChange')}`}
            {account.lockedUntil !== null && ` ${t('accountLocked', { time: timeText(account.lockedUntil, locale) })}`}
          </p>
          <Button variant="default" loading={busy} onClick={() => void ask(account.login, () => client.accounts.reset({ person }))}>
            {t('resetPassword')}
          </Button>
          <p className={classes.quiet}>{t('resetHint')}</p>
        </>
      )}
    </section>
  );
}
