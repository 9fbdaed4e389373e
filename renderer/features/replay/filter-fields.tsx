import { Button, Select, TextInput } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { type ListFilters, moreFilters, noFilters } from '#renderer/features/replay/closed-filters.ts';
import classes from '#renderer/features/replay/replay.module.css';
import { channelKind } from '#shared/case/channel.ts';

interface Props {
  readonly filters: ListFilters;
  readonly onChange: (filters: ListFilters) => void;
}

/** What the closed cases are chosen by: words and queue at once, the rest on demand. */
export function FilterFields({ filters, onChange }: Props) {
  const { t } = useTranslation('replay');
  const names = useNames();
  const configuration = useAppSelector(selectConfiguration);
  const [open, setOpen] = useState(false);
  const more = useId();
  const set = (change: Partial<ListFilters>) => onChange({ ...filters, ...change });
  const count = moreFilters(filters);
  const yesNo = [
    { value: 'yes', label: t('yes') },
    { value: 'no', label: t('no') },
  ];
  const choice = (name: 'queue' | 'owner' | 'channel' | 'disposition' | 'reopened' | 'reviewed', data: { value: string; label: string }[], any: string) => (
    <Select
      size="xs"
      clearable
      searchable={data.length > 8}
      label={t(name)}
      placeholder={any}
      value={filters[name]}
      onChange={(value) => set({ [name]: value })}
      data={data}
    />
  );
  return (
    <search className={classes.filters} aria-label={t('filters')}>
      <TextInput
        size="xs"
        type="search"
        aria-label={t('searchText')}
        placeholder={t('searchHint')}
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={200}
        value={filters.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      {choice(
        'queue',
        (configuration?.queues ?? []).map(({ id }) => ({ value: id, label: names.queue(id) })),
        t('allQueues'),
      )}
      <div className={classes.noteRow}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconFilter size={13} aria-hidden />}
          aria-expanded={open}
          aria-controls={more}
          onClick={() => setOpen(!open)}
        >
          {count === 0 ? t('filtersMore') : t('filtersSet', { count })}
        </Button>
        {(count > 0 || filters.text !== '' || filters.queue !== null) && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(noFilters)}>
            {t('filtersClear')}
          </Button>
        )}
      </div>
      <div id={more} hidden={!open}>
        {open && (
          <div className={classes.filterGrid}>
            {choice(
              'owner',
              (configuration?.people ?? []).filter(({ role }) => role !== 'trainer').map(({ id }) => ({ value: id, label: names.person(id) })),
              t('any'),
            )}
            {choice(
              'channel',
              channelKind.options.map((value) => ({ value, label: t(`conversation:channel_${value}`) })),
              t('any'),
            )}
            {choice(
              'disposition',
              (configuration?.dispositions ?? []).map(({ id }) => ({ value: id, label: names.disposition(id) })),
              t('any'),
            )}
            {choice('reviewed', yesNo, t('any'))}
            {choice('reopened', yesNo, t('any'))}
            <span />
            {(['from', 'until'] as const).map((name) => (
              <TextInput
                key={name}
                size="xs"
                type="date"
                label={t(name === 'from' ? 'closedFrom' : 'closedUntil')}
                value={filters[name]}
                onChange={(event) => set({ [name]: event.currentTarget.value })}
              />
            ))}
          </div>
        )}
      </div>
    </search>
  );
}
