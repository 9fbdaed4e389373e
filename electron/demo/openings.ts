import questions from '#electron/demo/data/banking77/questions.json' with { type: 'json' };
import categories from '#electron/demo/data/queues.json' with { type: 'json' };
import { openingsEn, openingsZh } from '#electron/demo/openings-zh.ts';
import type { Language } from '#shared/lib/localized.ts';

export interface Opening {
  readonly queue: string;
  readonly language: Language;
  readonly text: string;
}

const byCategory: Readonly<Record<string, readonly string[]>> = questions;
const queues: Readonly<Record<string, readonly string[]>> = categories;

const english = Object.entries(queues).flatMap(([queue, names]) =>
  [...names.flatMap((name) => byCategory[name] ?? []), ...(openingsEn[queue] ?? [])].map((text): Opening => ({ queue, language: 'en', text })),
);
const chinese = Object.entries(openingsZh).flatMap(([queue, texts]) => texts.map((text): Opening => ({ queue, language: 'zh-CN', text })));

/** One customer's first message: two in three in Chinese. The English ones are real questions of BANKING77 (PolyAI, CC BY 4.0). */
export function anOpening(random: () => number): Opening {
  const list = random() < 0.65 ? chinese : english;
  const opening = list[Math.floor(random() * list.length)];
  if (!opening) throw new Error('no openings');
  return opening;
}
