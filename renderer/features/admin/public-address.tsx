import { Button, TextInput } from '@mantine/core';
import { safe } from '@orpc/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { accountFaultText } from '#renderer/features/admin/account-fault-text.ts';
import { accountFaultsOf } from '#renderer/features/admin/account-faults.ts';
import classes from '#renderer/features/admin/admin.module.css';
import own from '#renderer/features/admin/channels.module.css';

/** Where platforms reach this machine from outside. */
export function PublicAddress({ publicUrl, fromFile }: { readonly publicUrl: string | null; readonly fromFile: boolean }) {
  const { t } = useTranslation('channels');
  const client = useClient();
  const [typed, setTyped] = useState(publicUrl ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const [error] = await safe(client.channels.savePublicUrl({ publicUrl: typed.trim() === '' ? null : typed }));
    setBusy(false);
    const faults = error === null ? null : accountFaultsOf(error);
    setFault(error === null ? null : faults?.[0] === undefined ? t('notSaved') : accountFaultText(t, faults[0]));
  };
  return (
    <form className={classes.inline} onSubmit={(event) => void save(event)} noValidate>
      <TextInput
        className={own.wide ?? ''}
        label={t('publicUrl')}
        description={t(fromFile ? 'publicUrlFromFile' : 'publicUrlHint')}
        readOnly={fromFile}
        value={typed}
        error={fault}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setFault(null);
        }}
        autoComplete="off"
        spellCheck={false}
      />
      {!fromFile && (
        <Button type="submit" variant="default" loading={busy} disabled={typed.trim() === (publicUrl ?? '')}>
          {t('publicUrlSave')}
        </Button>
      )}
    </form>
  );
}
