import { Alert, Button, CloseButton, Drawer, TextInput } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { accountFaultText } from '#renderer/features/admin/account-fault-text.ts';
import { accountFaultsOf } from '#renderer/features/admin/account-faults.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { ChannelFields, type Typed } from '#renderer/features/admin/channel-fields.tsx';
import type { ChannelView } from '#shared/contract/channel-schemas.ts';
import { freeId } from '#shared/desk/account-form.ts';
import { type AccountChannel, accountFields, hasWebhook } from '#shared/desk/channel-account.ts';

interface Props {
  readonly channel: AccountChannel;
  /** Null: a new one. */
  readonly account: ChannelView | null;
  /** The ids that are given away. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const usual = (channel: AccountChannel): Typed =>
  Object.fromEntries(accountFields[channel].flatMap(({ path, usual: value }) => (value === undefined ? [] : [[path, value]])));

/** Takes an account away after saying what that means. */
function RemoveAccount({ account, onGone }: { readonly account: ChannelView; readonly onGone: () => void }) {
  const { t } = useTranslation('channels');
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const [error] = await safe(client.channels.remove({ id: account.id }));
    setBusy(false);
    if (error === null) onGone();
  };
  if (!asking) {
    return (
      <div className={classes.remove}>
        <Button variant="subtle" color="red" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setAsking(true)}>
          {t('remove')}
        </Button>
      </div>
    );
  }
  return (
    <Alert color="red" role="alert" title={t('removeTitle', { name: account.name })} mt="lg">
      <p>{t('removeHint')}</p>
      <div className={classes.actions}>
        <Button size="compact-sm" variant="default" onClick={() => setAsking(false)} data-autofocus>
          {t('cancel')}
        </Button>
        <Button size="compact-sm" color="red.9" loading={busy} onClick={() => void remove()}>
          {t('removeNow')}
        </Button>
      </div>
    </Alert>
  );
}

/** One account under the pen: saved whole and connected, or refused with what is wrong at which field. */
export function ChannelDrawer({ channel, account, taken, onClose }: Props) {
  const { t } = useTranslation('channels');
  const client = useClient();
  const [id, setId] = useState(() => account?.id ?? freeId(channel, taken));
  const [name, setName] = useState(account?.name ?? '');
  const [values, setValues] = useState<Typed>(() => ({ ...usual(channel), ...account?.values }));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [told, setTold] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const mended = (path: string) => setFaults(Object.fromEntries(Object.entries(faults).filter(([place]) => place !== path)));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const [error] = await safe(
      client.channels.save({ account: { channel, id: id.trim(), name: name.trim(), values: { ...values } }, isNew: account === null }),
    );
    setBusy(false);
    if (error === null) return onClose();
    const found = accountFaultsOf(error);
    setTold(t(found === null ? 'notSaved' : 'faultsAbove'));
    setFaults(Object.fromEntries((found ?? []).map((one) => [one.path, accountFaultText(t, one)])));
  };
  const fault = (path: string) => faults[path] ?? null;
  const title = account === null ? t('new', { channel: t(`admin:channel_${channel}`) }) : t('editing', { name: account.name });
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="lg" transitionProps={{ duration: 0 }} closeOnClickOutside={false}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body pt="md">
          <div className={classes.drawerHead}>
            <h2>{title}</h2>
            <CloseButton aria-label={t('close')} onClick={onClose} />
          </div>
          <form className={classes.form} onSubmit={(event) => void save(event)} noValidate>
            <TextInput
              label={t('field_name')}
              description={t('hint_name')}
              value={name}
              error={fault('name')}
              data-autofocus
              onChange={(event) => {
                setName(event.currentTarget.value);
                mended('name');
              }}
            />
            {account === null && (
              <TextInput
                label={t('field_id')}
                description={t(hasWebhook(channel) ? 'hint_id' : 'hint_idAlone')}
                value={id}
                error={fault('id')}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => {
                  setId(event.currentTarget.value);
                  mended('id');
                }}
              />
            )}
            <ChannelFields
              channel={channel}
              values={values}
              set={account?.set ?? []}
              fault={fault}
              onChange={(path, value) => {
                setValues({ ...values, [path]: value });
                mended(path);
              }}
            />
            {told !== null && (
              <Alert color="red" role="alert">
                {told}
              </Alert>
            )}
            <div className={classes.saving}>
              <Button type="submit" loading={busy}>
                {t('save')}
              </Button>
            </div>
          </form>
          {account !== null && <RemoveAccount account={account} onGone={onClose} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
