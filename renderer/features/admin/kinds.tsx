import type { ComponentType } from 'react';
import { bothNames, type Item, lengthText, type Wording } from '#renderer/features/admin/admin-text.ts';
import { CalendarForm } from '#renderer/features/admin/calendar-form.tsx';
import type { FormProps, ItemOf } from '#renderer/features/admin/field-props.ts';
import { PersonForm } from '#renderer/features/admin/person-form.tsx';
import { QueueForm } from '#renderer/features/admin/queue-form.tsx';
import { ChannelRuleForm, NamedForm, RetentionForm, StateReasonForm } from '#renderer/features/admin/simple-forms.tsx';
import { type ChannelKind, channelKind } from '#shared/case/channel.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { Configuration, ListName } from '#shared/desk/configuration.ts';
import { defaultCapacity } from '#shared/desk/person.ts';
import { defaultRetention } from '#shared/desk/retention.ts';
import type { Language, Localized } from '#shared/lib/localized.ts';
import { sameValue } from '#shared/lib/same-value.ts';

/** How the items of one list are shown, begun and edited. */
export interface Kind {
  readonly list: ListName;
  /** Those that are shown; of channel rules one for each channel, whether it was changed or not. */
  readonly items: (configuration: Configuration) => readonly Item[];
  /** A new one; null where none can be added. */
  readonly fresh: ((id: string, configuration: Configuration, language: Language) => Item) | null;
  /** A line about it. */
  readonly about: (wording: Wording, item: Item) => string;
  readonly Form: ComponentType<FormProps<never>>;
}

const noName = (): Localized => ({ 'zh-CN': '', en: '' });

interface KindOf<L extends ListName> {
  readonly fresh: ((id: string, configuration: Configuration, language: Language) => object) | null;
  readonly about: (wording: Wording, item: ItemOf<L>) => string;
  readonly Form: ComponentType<FormProps<L>>;
  readonly items?: (configuration: Configuration) => readonly ItemOf<L>[];
}

const kind = <L extends ListName>(list: L, { fresh, about, Form, items }: KindOf<L>): Kind => ({
  list,
  items: items ?? ((configuration) => configuration[list]),
  fresh: fresh as Kind['fresh'],
  about: about as Kind['about'],
  Form: Form as unknown as Kind['Form'],
});

const named = (id: string) => ({ id, name: noName() });
const inBoth = (_wording: Wording, item: { readonly name: Localized }) => bothNames(item.name);

/** The rule of a channel where nobody changed it. */
export const defaultRule = (id: ChannelKind): ItemOf<'channelRules'> => ({ id, ...defaultReplyRules[id] });

/** Whether a channel has a rule of the desk's own. */
export const isOwnRule = (configuration: Configuration, id: string): boolean => configuration.channelRules.some((rule) => rule.id === id);

export const kinds = {
  people: kind('people', {
    fresh: (id, _configuration, language) => ({
      ...named(id),
      role: 'agent',
      queues: [],
      languages: [language],
      skills: [],
      capacity: defaultCapacity,
      active: true,
    }),
    about: ({ t }, { role, queues }) => `${t(`shell:role_${role}`)} · ${t('admin:servesQueues', { count: queues.length })}`,
    Form: PersonForm,
  }),
  queues: kind('queues', {
    fresh: (id, { groups }) => ({
      ...named(id),
      group: groups[0]?.id ?? '',
      serviceLevelSeconds: 60,
      shortAbandonSeconds: 5,
      consoleLostSeconds: 600,
      skills: [],
      calendar: null,
      afterCallWork: { seconds: 0, dispositionRequired: false },
    }),
    about: ({ t, locale, configuration }, queue) =>
      [
        configuration.groups.find(({ id }) => id === queue.group)?.name[locale] ?? queue.group,
        t('admin:answerWithin', { time: lengthText(t, queue.serviceLevelSeconds * 1_000) }),
        t('admin:servedBy', { count: configuration.people.filter(({ active, queues }) => active && queues.includes(queue.id)).length }),
      ].join(' · '),
    Form: QueueForm,
  }),
  groups: kind('groups', {
    fresh: named,
    about: ({ t, configuration }, { id }) => t('admin:hasQueues', { count: configuration.queues.filter((queue) => queue.group === id).length }),
    Form: NamedForm<'groups'>,
  }),
  skills: kind('skills', {
    fresh: named,
    about: ({ t, configuration }, { id }) =>
      t('admin:skillUse', {
        people: configuration.people.filter(({ skills }) => skills.includes(id)).length,
        queues: configuration.queues.filter(({ skills }) => skills.includes(id)).length,
      }),
    Form: NamedForm<'skills'>,
  }),
  calendars: kind('calendars', {
    fresh: (id) => ({
      ...named(id),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      week: [1, 2, 3, 4, 5].map((day) => ({ day, hours: [{ from: 540, to: 1080 }] })),
      holidays: [],
    }),
    about: ({ t, configuration }, { id, timeZone, holidays }) =>
      [
        timeZone,
        t('admin:hasHolidays', { count: holidays.length }),
        t('admin:hasQueues', { count: configuration.queues.filter(({ calendar }) => calendar === id).length }),
      ].join(' · '),
    Form: CalendarForm,
  }),
  dispositions: kind('dispositions', { fresh: named, about: inBoth, Form: NamedForm<'dispositions'> }),
  tags: kind('tags', { fresh: named, about: inBoth, Form: NamedForm<'tags'> }),
  stateReasons: kind('stateReasons', {
    fresh: (id) => ({ ...named(id), state: 'busy' }),
    about: ({ t }, { state }) => t(`shell:state_${state}`),
    Form: StateReasonForm,
  }),
  channelRules: kind('channelRules', {
    fresh: null,
    items: (configuration) => channelKind.options.map((id) => configuration.channelRules.find((rule) => rule.id === id) ?? defaultRule(id)),
    about: ({ t, configuration }, rule) =>
      [
        rule.windowMs === null ? t('admin:anyTime') : t('admin:within', { time: lengthText(t, rule.windowMs) }),
        rule.quota === null ? t('admin:noQuota') : t('admin:quotaOf', { count: rule.quota }),
        t('admin:signs', { count: rule.maxLength }),
        isOwnRule(configuration, rule.id) && !sameValue(rule, defaultRule(rule.id)) ? t('admin:changedRule') : t('admin:defaultRule'),
      ].join(' · '),
    Form: ChannelRuleForm,
  }),
  retention: kind('retention', {
    fresh: null,
    items: (configuration) => [configuration.retention[0] ?? defaultRetention],
    about: ({ t }, { days }) => t('admin:retentionDays', { count: days }),
    Form: RetentionForm,
  }),
} as const satisfies Readonly<Record<ListName, Kind>>;

/** Fills what was left empty of a name from the other language. */
function filled(name: Localized): Localized {
  const [zh, en] = [name['zh-CN'].trim(), name.en.trim()];
  return { 'zh-CN': zh || en, en: en || zh };
}

/** An item as it is sent to the desk: names in both languages. */
export function readyItem(item: Item): Item {
  const holidays = 'holidays' in item ? { holidays: item.holidays.map((holiday) => ({ ...holiday, name: filled(holiday.name) })) } : {};
  return 'name' in item ? ({ ...item, name: filled(item.name), ...holidays } as Item) : item;
}

/** Who uses an item, so that it cannot be taken away. */
export function usersOf({ configuration, locale }: Pick<Wording, 'configuration' | 'locale'>, list: ListName, id: string): readonly string[] {
  const { queues, people } = configuration;
  const uses = {
    groups: queues.filter(({ group }) => group === id),
    queues: people.filter((person) => person.queues.some((queue) => queue === id)),
    skills: [...queues, ...people].filter(({ skills }) => skills.includes(id)),
    calendars: queues.filter(({ calendar }) => calendar === id),
  };
  return list in uses ? uses[list as keyof typeof uses].map(({ name }) => name[locale]) : [];
}
