import type { i18n, TFunction } from 'i18next';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { IncidentDraft, IncidentRule } from '#shared/case/incident.ts';
import type { SimilarView } from '#shared/contract/incident-schemas.ts';
import type { IncidentRefusal } from '#shared/desk/incidents/decide-incident.ts';
import { type Language, language } from '#shared/lib/localized.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';
import { bankName } from '#shared/wallet/party-names.ts';

/** The words of one language of the catalogues, whatever the screen's is. */
const wordsIn = (i18next: i18n, lng: Language): TFunction => i18next.getFixedT(lng);

/** What like cases are about: "ICBC top-ups". */
export function subjectText(t: TFunction, { kind, bank }: Pick<SimilarView, 'kind' | 'bank'>, lng: Language): string {
  return t(`incidents:subject_${kind}`, { bank: bankName(bank, lng) });
}

const inBoth = (text: (lng: Language) => string): { 'zh-CN': string; en: string } => ({ 'zh-CN': text('zh-CN'), en: text('en') });

/** A moment down to five minutes: nobody knows to the second when something began. */
const roundDown = (at: Instant): Instant => at - (at % (5 * MINUTE));

/** What the form begins with: empty, or as the like cases say. */
export function firstDraft(i18next: i18n, from: SimilarView | null, now: Instant): IncidentDraft {
  const none: IncidentRule = { kinds: [], parties: [], troubles: [], words: [], channels: [], queues: [] };
  if (from === null) return { title: inBoth(() => ''), answer: inBoth(() => ''), since: roundDown(now), rule: none };
  const filled = (key: string) =>
    inBoth((lng) => {
      const t = wordsIn(i18next, lng);
      return t(`incidents:${key}`, { subject: subjectText(t, from, lng) });
    });
  return {
    title: filled('firstTitle'),
    answer: filled('firstAnswer'),
    since: roundDown(from.since),
    rule: { ...none, kinds: [from.kind] as IncidentRule['kinds'], parties: [bankName(from.bank, screenLanguage(i18next))], troubles: ['pending', 'failed'] },
  };
}

/** What the customers may be told at the end, in both languages. */
export const firstClosing = (i18next: i18n): { 'zh-CN': string; en: string } => inBoth((lng) => wordsIn(i18next, lng)('incidents:firstClosing'));

/** A rule in one line: "Top-up · ICBC · late or failed". */
export function ruleText(t: TFunction, rule: IncidentRule, locale: string, queueName: (id: string) => string): string {
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const list = (words: readonly string[]) => either.format(words);
  const parts = [
    list(rule.kinds.map((kind) => t(`timeline:kind_${kind}`))),
    list(rule.parties),
    list(rule.troubles.map((trouble) => t(`incidents:trouble_${trouble}`))),
    list(rule.words.map((word) => t('incidents:quoted', { word }))),
    list(rule.channels.map((channel) => t(`conversation:channel_${channel}`))),
    list(rule.queues.map(queueName)),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Why an incident was not changed, in the language of the screen. */
export const incidentRefusalText = (t: TFunction, { code }: IncidentRefusal): string => t(`incidents:refusal_${code}`);

/** Both languages, the screen's first. */
export const languagesFrom = (i18next: i18n): readonly Language[] =>
  language.options.toSorted((a, b) => Number(b === screenLanguage(i18next)) - Number(a === screenLanguage(i18next)));
