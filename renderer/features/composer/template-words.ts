import type { ReplyTemplate } from '#shared/case/reply-template.ts';

/** What tells a template from the others of its account. */
export const templateKey = ({ name, language }: Pick<ReplyTemplate, 'name' | 'language'>): string => `${name} ${language}`;

/** A template's language in the reader's; as it is written where nobody has a name for it. */
export function languageText(language: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(language.replaceAll('_', '-')) ?? language;
  } catch {
    return language;
  }
}
