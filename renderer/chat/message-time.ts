import type { Language } from '#shared/lib/localized.ts';

/**
 * How the page tells the time of a message: its words are of the page's language, and whether the day has 12 or 24
 * hours is as the customer's browser has it, since English alone says nothing of that.
 */
export function messageTime(language: Language, browser: string): Intl.DateTimeFormat {
  const { hourCycle } = new Intl.DateTimeFormat(browser, { hour: 'numeric' }).resolvedOptions();
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', ...(hourCycle === undefined ? {} : { hourCycle }) });
}
