import { Badge, Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { v7 } from 'uuid';
import classes from '#renderer/features/admin/admin.module.css';
import { useAdminFeed } from '#renderer/features/admin/admin-feed.ts';
import { type Item, itemName } from '#renderer/features/admin/admin-text.ts';
import { ItemDrawer } from '#renderer/features/admin/item-drawer.tsx';
import type { Kind } from '#renderer/features/admin/kinds.tsx';
import { useWording } from '#renderer/features/admin/use-wording.ts';

/** More items than this get a field to find one. */
const FIND_FROM = 6;

/** Whether an item fits what is sought: in either language, by its id or what is said about it. */
const fits = (texts: readonly string[], find: string) => texts.some((text) => text.toLowerCase().includes(find.trim().toLowerCase()));

/** One list of the desk: found, added to, each item opened at a press. */
export function ListSection({ kind }: { readonly kind: Kind }) {
  const { list } = kind;
  const feed = useAdminFeed();
  const wording = useWording();
  const { t, locale } = wording;
  const [find, setFind] = useState('');
  const [open, setOpen] = useState<Item | null>(null);
  const items = kind.items(feed.configuration);
  const shown = items.filter((item) =>
    fits([item.id, 'name' in item ? `${item.name.en} ${item.name['zh-CN']}` : itemName(wording, list, item, item.id), kind.about(wording, item)], find),
  );
  const { fresh } = kind;
  return (
    <section className={classes.section} aria-labelledby={`list-${list}`}>
      <div className={classes.sectionHead}>
        <h2 id={`list-${list}`}>{t(`list_${list}`)}</h2>
        {items.length >= FIND_FROM && (
          <TextInput
            size="xs"
            aria-label={t('findIn', { list: t(`list_${list}`) })}
            placeholder={t('find')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        {fresh && (
          <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen(fresh(v7(), feed.configuration, locale))}>
            {t(`add_${list}`)}
          </Button>
        )}
      </div>
      <p className={classes.lead}>{t(`hint_${list}`)}</p>
      {items.length === 0 && <p className={classes.empty}>{t(`empty_${list}`)}</p>}
      {items.length > 0 && shown.length === 0 && (
        <p className={classes.empty} role="status">
          {t('nothingFound')}
        </p>
      )}
      <ul className={classes.items} aria-label={t(`list_${list}`)}>
        {shown.map((item) => (
          <li key={item.id}>
            <button type="button" className={classes.item} onClick={() => setOpen(item)}>
              <span>
                <strong>{itemName(wording, list, item, item.id)}</strong>
                <span className={classes.about}>{kind.about(wording, item)}</span>
              </span>
              {'active' in item && !item.active && <Badge color="gray">{t('inactive')}</Badge>}
            </button>
          </li>
        ))}
      </ul>
      {open && <ItemDrawer key={open.id} kind={kind} item={open} onClose={() => setOpen(null)} />}
    </section>
  );
}
