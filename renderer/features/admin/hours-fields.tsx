import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { TimeField } from '#renderer/features/admin/time-field.tsx';
import type { Calendar } from '#shared/desk/calendar.ts';

type Hours = Calendar['week'][number]['hours'];

interface Props {
  /** What day they are of, for the names of the fields. */
  readonly of: string;
  readonly hours: Hours;
  readonly onChange: (hours: Hours) => void;
  readonly fault: string | null;
}

/** The stretches of one day; none: closed. */
export function HoursFields({ of, hours, onChange, fault }: Props) {
  const { t } = useTranslation('admin');
  const set = (index: number, part: Partial<Hours[number]>) => onChange(hours.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const add = () => {
    const from = Math.min(hours.at(-1)?.to ?? 9 * 60, 1380);
    onChange([...hours, hours.length === 0 ? { from: 9 * 60, to: 18 * 60 } : { from, to: Math.min(from + 60, 1440) }]);
  };
  return (
    <div className={classes.hours}>
      {hours.length === 0 && <span className={classes.quiet}>{t('closed')}</span>}
      {hours.map((stretch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no name of their own, and their order is theirs.
        <span key={index} className={classes.stretch}>
          <TimeField label={t('from', { of, count: index + 1 })} value={stretch.from} onChange={(from) => set(index, { from })} />
          <span aria-hidden>–</span>
          <TimeField label={t('to', { of, count: index + 1 })} value={stretch.to} onChange={(to) => set(index, { to })} end />
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t('removeHours', { of, count: index + 1 })}
            onClick={() => onChange(hours.filter((_, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      ))}
      <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={13} aria-hidden />} onClick={add} aria-label={t('addHoursOf', { of })}>
        {t('addHours')}
      </Button>
      {fault && <p className={classes.fault}>{fault}</p>}
    </div>
  );
}
