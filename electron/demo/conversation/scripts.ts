import type { Script } from '#electron/demo/conversation/script.ts';
import { scriptsEn } from '#electron/demo/conversation/scripts-en.ts';
import { scriptsZh } from '#electron/demo/conversation/scripts-zh.ts';
import type { Language } from '#shared/lib/localized.ts';

/** Every script, by the language its customer writes. */
export const scripts: Readonly<Record<Language, readonly Script[]>> = { 'zh-CN': scriptsZh, en: scriptsEn };
