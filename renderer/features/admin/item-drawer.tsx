import { Alert, Button, CloseButton, Drawer } from '@mantine/core';
import { type ComponentType, type FormEvent, useState } from 'react';
import { AccountPanel } from '#renderer/features/admin/account-panel.tsx';
import classes from '#renderer/features/admin/admin.module.css';
import { useAdminFeed } from '#renderer/features/admin/admin-feed.ts';
import { deskFaultText, differences, type Item, itemName, refusalText } from '#renderer/features/admin/admin-text.ts';
import type { FormProps } from '#renderer/features/admin/field-props.ts';
import { FieldTable } from '#renderer/features/admin/field-table.tsx';
import { defaultRule, isOwnRule, type Kind, readyItem } from '#renderer/features/admin/kinds.tsx';
import { RemoveItem } from '#renderer/features/admin/remove-item.tsx';
import { type Changed, useChange } from '#renderer/features/admin/use-change.ts';
import { useWording } from '#renderer/features/admin/use-wording.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { useLeavingGuard } from '#renderer/ui/use-leaving-guard.ts';
import type { ListName } from '#shared/desk/configuration.ts';
import { itemKey, itemOf } from '#shared/desk/desk-state.ts';
import { sameValue } from '#shared/lib/same-value.ts';

interface Props {
  readonly kind: Kind;
  readonly item: Item;
  readonly onClose: () => void;
}

/** One item under the pen: saved whole, on what the person saw; somebody else's change meanwhile is shown beside it. */
export function ItemDrawer({ kind, item, onClose }: Props) {
  const { list } = kind;
  const feed = useAdminFeed();
  const wording = useWording();
  const { t } = wording;
  const change = useChange();
  const known = feed.revisions[itemKey(list, item.id)];
  const present = itemOf(feed.configuration, list, item.id);
  const [basis, setBasis] = useState(() => ({ value: item, revision: known?.revision ?? 0, there: present !== null }));
  const [value, setValue] = useState<Item>(item);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [refusal, setRefusal] = useState<Exclude<Changed, { ok: true }>['refusal'] | null>(null);
  const fresh = !basis.there && kind.fresh !== null;
  const dirty = fresh || !sameValue(value, basis.value);
  const overtaken = !busy && known !== undefined && known.revision !== basis.revision && !sameValue(readyItem(value), present);
  useLeavingGuard(dirty);

  const send = async (next: Item | null, basedOn: number) => {
    setBusy(true);
    setLeaving(false);
    const changed = await change([{ list, id: item.id, value: next, basedOn }], 'edited');
    setBusy(false);
    if (!changed.ok) return setRefusal(changed.refusal);
    setRefusal(null);
    // Somebody new needs a way in next, which is given here.
    if (list !== 'people' || next === null || basis.there) return onClose();
    setBasis({ value: next, revision: basedOn + 1, there: true });
    setValue(next);
  };
  const close = () => (dirty && !sameValue(value, item) ? setLeaving(true) : onClose());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(readyItem(value), basis.revision);
  };
  const theirs = () => {
    if (present === null) return onClose();
    setBasis({ value: present as Item, revision: known?.revision ?? 0, there: true });
    setValue(present as Item);
    setRefusal(null);
  };
  const faults = refusal?.code === 'faulty' ? refusal.faults : [];
  const own = faults.filter((fault) => fault.item === item.id && fault.path[0] === list && fault.path.length > 2);
  const fault = (path: string) => {
    const found = own.find((one) => one.path.slice(2).join('.') === path || (one.path.length > 3 && String(one.path[2]) === path));
    return found ? deskFaultText(wording, found) : null;
  };
  // What no field of this form shows is told above it.
  const elsewhere =
    refusal === null || overtaken
      ? null
      : refusal.code === 'faulty' && own.length === faults.length
        ? t('faultsBelow')
        : refusalText(wording, refusal, Date.now());
  const Form = kind.Form as unknown as ComponentType<Omit<FormProps<ListName>, 'onChange'> & { onChange: (value: Item) => void }>;
  const title = fresh ? t(`new_${list}`) : t('editing', { name: itemName(wording, list, basis.value, item.id) });
  return (
    <Drawer.Root opened onClose={close} position="right" size="lg" transitionProps={{ duration: 0 }}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body pt="md">
          <div className={classes.drawerHead}>
            <h2>{title}</h2>
            <CloseButton aria-label={t('close')} onClick={close} />
          </div>
          <form className={classes.form} onSubmit={submit} noValidate>
            {overtaken && (
              <Alert
                color="orange"
                role="alert"
                title={t('overtaken', { name: wording.names.actor(known.by), time: momentText(known.at, wording.locale, Date.now()) })}
              >
                {present === null ? (
                  <p>{t('overtakenGone')}</p>
                ) : (
                  <FieldTable rows={differences(wording, readyItem(value), present)} before={t('mine')} after={t('theirs')} />
                )}
                <div className={classes.actions}>
                  <Button size="compact-sm" variant="default" onClick={theirs}>
                    {t('takeTheirs')}
                  </Button>
                  <Button size="compact-sm" onClick={() => void send(readyItem(value), known.revision)}>
                    {t('keepMine')}
                  </Button>
                </div>
              </Alert>
            )}
            {elsewhere && (
              <Alert color="red" role="alert">
                {elsewhere}
              </Alert>
            )}
            <Form value={value as never} onChange={setValue} fault={fault} configuration={feed.configuration} />
            {leaving && (
              <Alert color="orange" role="alert" title={t('unsaved')}>
                <div className={classes.actions}>
                  <Button size="compact-sm" variant="default" onClick={onClose}>
                    {t('discard')}
                  </Button>
                  <Button size="compact-sm" onClick={() => setLeaving(false)}>
                    {t('goOn')}
                  </Button>
                </div>
              </Alert>
            )}
            <div className={classes.saving}>
              <Button type="submit" loading={busy} disabled={!dirty || overtaken}>
                {t('save')}
              </Button>
              {list === 'channelRules' && isOwnRule(feed.configuration, item.id) && (
                <Button variant="default" disabled={busy} onClick={() => void send(null, basis.revision)}>
                  {t('backToDefault')}
                </Button>
              )}
              {list === 'channelRules' && !sameValue(value, defaultRule(item.id as never)) && (
                <Button variant="subtle" onClick={() => setValue(defaultRule(item.id as never))}>
                  {t('fillDefault')}
                </Button>
              )}
            </div>
          </form>
          {list === 'people' && basis.there && <AccountPanel person={item.id as never} active={(basis.value as { active?: boolean }).active !== false} />}
          {list !== 'people' && list !== 'channelRules' && list !== 'retention' && basis.there && (
            <RemoveItem
              list={list}
              id={item.id}
              name={itemName(wording, list, basis.value, item.id)}
              busy={busy}
              onRemove={() => void send(null, basis.revision)}
            />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
