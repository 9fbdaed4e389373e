import type { Language } from '#shared/lib/localized.ts';

/** How the page tells the time of a message: by 24 hours in both languages, as the console does that answers. */
export function messageTime(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
