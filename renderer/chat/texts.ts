import { type ChatTexts, chat as en } from '#renderer/i18n/en/chat.ts';
import { chat as zh } from '#renderer/i18n/zh-CN/chat.ts';
import type { Language } from '#shared/lib/localized.ts';

/** The page's texts in a language. */
export function textsOf(language: Language): ChatTexts {
  return language === 'zh-CN' ? zh : en;
}

/** Puts values into a text's `{{places}}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name] ?? ''));
}

/** The language that the desk asks for, else the one chosen here before, else the browser's. */
export function firstLanguage(asked: Language | null, chosen: string | null, browser: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  if (asked) return asked;
  return browser.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}
