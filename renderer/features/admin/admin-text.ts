import type { TFunction } from 'i18next';
import type { Names } from '#renderer/app/use-names.ts';
import type { Changed } from '#renderer/features/admin/use-change.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { Calendar } from '#shared/desk/calendar.ts';
import type { Configuration, ListName } from '#shared/desk/configuration.ts';
import type { DeskFault } from '#shared/desk/desk-fault.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Language, Localized } from '#shared/lib/localized.ts';
import { sameValue } from '#shared/lib/same-value.ts';

/** What wording the desk's items needs. */
export interface Wording {
  readonly t: TFunction;
  readonly locale: Language;
  readonly configuration: Configuration;
  readonly names: Names;
}

export type Item = Configuration[ListName][number];

const nameIn = (items: readonly { readonly id: string; readonly name: Localized }[], id: string, locale: Language) =>
  items.find((item) => item.id === id)?.name[locale] ?? id;

/** What an item is called. */
export function itemName({ t, locale }: Wording, list: ListName, item: unknown, id: string): string {
  if (list === 'channelRules') return t(`admin:channel_${id}`);
  if (list === 'retention') return t(`admin:retention_${id}`);
  const name = (item as { name?: Localized } | null)?.name;
  return name?.[locale] ?? id;
}

const two = (value: number) => String(value).padStart(2, '0');

/** Minutes of a day as a clock shows them; the day's end is 24:00. */
export const minuteText = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

/** A name in both languages, once where they are the same. */
export const bothNames = (name: Localized): string => (name.en === name['zh-CN'] ? name.en : `${name['zh-CN']} / ${name.en}`);

/** Names one after another, as the language joins them. */
export const listText = (locale: Language, texts: readonly string[]): string => new Intl.ListFormat(locale).format(texts);

/** A length of time in the largest unit that is whole. */
export function lengthText(t: TFunction, ms: number): string {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
    ['seconds', 1_000],
  ] as const;
  const [unit, size] = units.find(([, each]) => ms >= each && ms % each === 0) ?? ['seconds', 1_000];
  return t(`admin:length_${unit}`, { count: ms / size });
}

const hoursText = (hours: Calendar['week'][number]['hours']) => hours.map(({ from, to }) => `${minuteText(from)}–${minuteText(to)}`).join(', ');

/** One field of an item in words. */
function fieldText(wording: Wording, field: string, value: unknown): string {
  const { t, locale, configuration } = wording;
  const yes = (on: unknown) => t(on === true ? 'admin:yes' : 'admin:no');
  const listed = (texts: readonly string[]) => (texts.length === 0 ? t('admin:none') : listText(locale, texts));
  if (field === 'name') return bothNames(value as Localized);
  if (field === 'group') return nameIn(configuration.groups, String(value), locale);
  if (field === 'queues') return listed((value as string[]).map((id) => nameIn(configuration.queues, id, locale)));
  if (field === 'skills') return listed((value as string[]).map((id) => nameIn(configuration.skills, id, locale)));
  if (field === 'languages') return listed((value as string[]).map((id) => t(`admin:language_${id}`)));
  if (field === 'role') return t(`shell:role_${value as string}`);
  if (field === 'state') return t(`shell:state_${value as string}`);
  if (field === 'capacity') return listed(Object.entries(value as Person['capacity']).map(([kind, most]) => `${t(`admin:load_${kind}`)} ${most}`));
  if (field === 'calendar') return value === null ? t('admin:alwaysOpen') : nameIn(configuration.calendars, String(value), locale);
  if (field === 'serviceLevelSeconds' || field === 'shortAbandonSeconds' || field === 'consoleLostSeconds') return lengthText(t, Number(value) * 1_000);
  if (field === 'afterCallWork') {
    const { seconds, dispositionRequired } = value as { seconds: number; dispositionRequired: boolean };
    return listed([lengthText(t, seconds * 1_000), t(dispositionRequired ? 'admin:dispositionRequired' : 'admin:dispositionOptional')]);
  }
  if (field === 'week')
    return listed((value as Calendar['week']).filter(({ hours }) => hours.length > 0).map(({ day, hours }) => `${t(`admin:day_${day}`)} ${hoursText(hours)}`));
  if (field === 'holidays')
    return listed(
      (value as Calendar['holidays']).map(({ date, name, hours }) => `${date} ${name[locale]} ${hours.length === 0 ? t('admin:closed') : hoursText(hours)}`),
    );
  if (field === 'windowMs') return value === null ? t('admin:noLimit') : lengthText(t, Number(value));
  if (field === 'undoMs') return lengthText(t, Number(value));
  if (field === 'quota') return value === null ? t('admin:noLimit') : String(value);
  return typeof value === 'boolean' ? yes(value) : String(value);
}

export interface FieldRow {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields in which two states of an item differ (null: it is not there), in words. */
export function differences(wording: Wording, before: unknown, after: unknown): readonly FieldRow[] {
  const [old, young] = [before as Readonly<Record<string, unknown>> | null, after as Readonly<Record<string, unknown>> | null];
  const fields = Object.keys(young ?? old ?? {}).filter((field) => field !== 'id');
  return fields
    .filter((field) => old === null || young === null || !sameValue(old[field], young[field]))
    .map((field) => ({
      field,
      label: wording.t(`admin:field_${field}`),
      before: old === null ? null : fieldText(wording, field, old[field]),
      after: young === null ? null : fieldText(wording, field, young[field]),
    }));
}

/** One fault in words, without its place. */
export function deskFaultText({ t, configuration, locale }: Wording, { code, about }: DeskFault): string {
  const named: Partial<Record<DeskFault['code'], ListName>> = {
    'unknown-group': 'groups',
    'unknown-queue': 'queues',
    'unknown-skill': 'skills',
    'unknown-calendar': 'calendars',
  };
  const list = named[code];
  const what = list === undefined ? (about ?? '') : nameIn(configuration[list] as never, about ?? '', locale);
  return t(`admin:fault_${code}`, { what, count: Number(about) || 0 });
}

/** Why a change was refused, in words. */
export function refusalText(wording: Wording, refusal: Exclude<Changed, { ok: true }>['refusal'], now: number): string {
  const { t, locale, names } = wording;
  if (refusal.code === 'changed-meanwhile') {
    const [first] = refusal.items;
    return t('admin:refused_changed-meanwhile', { name: first ? names.actor(first.by) : '', time: first ? momentText(first.at, locale, now) : '' });
  }
  if (refusal.code !== 'faulty') return t(`admin:refused_${refusal.code}`);
  return [...new Set(refusal.faults.map((fault) => deskFaultText(wording, fault)))].join(' ');
}
