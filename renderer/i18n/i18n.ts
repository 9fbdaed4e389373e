import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '#renderer/i18n/en.ts';
import { zhCN } from '#renderer/i18n/zh-CN.ts';
import { type Language, language } from '#shared/lib/localized.ts';

/** Each language by its own name, as people look for it. */
export const languageNames: Readonly<Record<Language, string>> = { 'zh-CN': '简体中文', en: 'English' };

/** The language of the screen, of the library's own or of a locale it told. */
export function screenLanguage({ language: told }: { readonly language: string }): Language {
  return language.safeParse(told).data ?? 'en';
}

/** The language to begin with: what the person chose here before, else what the host was told, else the system's. */
export function firstLanguage(chosen: string | null, asked: Language | null, system: readonly string[]): Language {
  const own = language.safeParse(chosen);
  if (own.success) return own.data;
  if (asked !== null) return asked;
  return system[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The catalogues of both languages, ready at once; what a catalogue lacks shows as its key. */
export function makeI18n(first: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: first,
    fallbackLng: false,
    supportedLngs: language.options,
    resources: { en, 'zh-CN': zhCN },
    ns: Object.keys(en),
    defaultNS: 'shell',
    initAsync: false,
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return instance;
}
