import type { SocialMedia } from '#electron/channels/social-port.ts';
import type { Language } from '#shared/lib/localized.ts';

/** Why a file of a customer's message is not in the case. */
export type MediaFault = 'too-large' | 'empty' | 'type-not-allowed' | 'disguised' | 'incomplete' | 'too-many' | 'not-had';

const kinds: Readonly<Record<Language, Readonly<Record<SocialMedia['kind'], string>>>> = {
  en: { image: 'image', voice: 'voice message', video: 'video', file: 'file' },
  'zh-CN': { image: '图片', voice: '语音', video: '视频', file: '文件' },
};

const faults: Readonly<Record<Language, Readonly<Record<MediaFault, string>>>> = {
  en: {
    'too-large': 'too large',
    empty: 'it is empty',
    'type-not-allowed': 'this type is not allowed',
    disguised: 'it is not what its name says',
    incomplete: 'it did not come whole',
    'too-many': 'too many files at once',
    'not-had': 'the platform did not give it',
  },
  'zh-CN': {
    'too-large': '文件过大',
    empty: '文件为空',
    'type-not-allowed': '不支持该类型',
    disguised: '内容与文件名不符',
    incomplete: '文件不完整',
    'too-many': '一次发送的文件过多',
    'not-had': '平台未能提供该文件',
  },
};

/** What stands in a message in the place of a file that was not taken, in the customer's language. */
export function notTaken(kind: SocialMedia['kind'], fault: MediaFault, language: Language): string {
  const [what, why] = [kinds[language][kind], faults[language][fault]];
  return language === 'en' ? `[${what} not taken: ${why}]` : `[${what}未接收：${why}]`;
}
