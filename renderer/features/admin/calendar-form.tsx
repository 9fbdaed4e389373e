import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import type { FormProps } from '#renderer/features/admin/field-props.ts';
import { HoursFields } from '#renderer/features/admin/hours-fields.tsx';
import { NameFields } from '#renderer/features/admin/name-fields.tsx';
import { WeekPicture } from '#renderer/features/admin/week-picture.tsx';
import type { Calendar } from '#shared/desk/calendar.ts';

const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** A calendar's week with a line for each day, whatever it holds. */
const withHours = (week: Calendar['week'], day: number, hours: Calendar['week'][number]['hours']): Calendar['week'] =>
  [...week.filter((one) => one.day !== day), { day, hours }].toSorted((a, b) => a.day - b.day);

/** Business hours of a week, and the days that differ. */
export function CalendarForm({ value, onChange, fault }: FormProps<'calendars'>) {
  const { t } = useTranslation('admin');
  const zones = useMemo(() => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', value.timeZone])], [value.timeZone]);
  const hoursOf = (day: number) => value.week.find((one) => one.day === day)?.hours ?? [];
  const faultOf = (part: 'week' | 'holidays', index: number) =>
    index < 0
      ? null
      : (fault(`${part}.${index}.hours`) ??
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => fault(`${part}.${index}.hours.${at}`)).find((text) => text !== null) ??
        null);
  const setHoliday = (index: number, part: Partial<Calendar['holidays'][number]>) =>
    onChange({ ...value, holidays: value.holidays.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const addHoliday = () => onChange({ ...value, holidays: [...value.holidays, { date: '', name: { 'zh-CN': '', en: '' }, hours: [] }] });
  return (
    <>
      <NameFields name={value.name} onChange={(name) => onChange({ ...value, name })} fault={fault} focused />
      <Select
        label={t('field_timeZone')}
        searchable
        data={zones}
        value={value.timeZone}
        onChange={(timeZone) => timeZone !== null && onChange({ ...value, timeZone })}
        nothingFoundMessage={t('noTimeZone')}
        error={fault('timeZone')}
        comboboxProps={{ withinPortal: true }}
        clearable={false}
        allowDeselect={false}
      />
      <fieldset className={classes.fieldset}>
        <legend>{t('field_week')}</legend>
        <WeekPicture week={value.week} />
        {days.map((day) => (
          <div key={day} className={classes.day}>
            <span className={classes.dayName}>{t(`day_${day}`)}</span>
            <HoursFields
              of={t(`day_${day}`)}
              hours={hoursOf(day)}
              onChange={(hours) => onChange({ ...value, week: withHours(value.week, day, hours) })}
              fault={faultOf(
                'week',
                value.week.findIndex((one) => one.day === day),
              )}
            />
          </div>
        ))}
        <Button
          size="compact-sm"
          variant="default"
          disabled={hoursOf(1).length === 0}
          onClick={() => onChange({ ...value, week: [2, 3, 4, 5].reduce((week, day) => withHours(week, day, hoursOf(1)), value.week) })}
        >
          {t('copyMonday')}
        </Button>
      </fieldset>
      <fieldset className={classes.fieldset}>
        <legend>{t('field_holidays')}</legend>
        {value.holidays.map((holiday, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a holiday under the pen has no other name than its place.
          <div key={index} className={classes.holiday}>
            <div className={classes.holidayHead}>
              <TextInput
                type="date"
                label={t('date')}
                value={holiday.date}
                onChange={(event) => setHoliday(index, { date: event.currentTarget.value })}
                error={fault(`holidays.${index}.date`)}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('removeHoliday', { date: holiday.date })}
                onClick={() => onChange({ ...value, holidays: value.holidays.filter((_, at) => at !== index) })}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
            <NameFields name={holiday.name} onChange={(name) => setHoliday(index, { name })} fault={fault} place={`holidays.${index}.name`} />
            <HoursFields of={holiday.date} hours={holiday.hours} onChange={(hours) => setHoliday(index, { hours })} fault={faultOf('holidays', index)} />
          </div>
        ))}
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={addHoliday}>
          {t('addHoliday')}
        </Button>
      </fieldset>
    </>
  );
}
