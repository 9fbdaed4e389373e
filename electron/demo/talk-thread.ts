import type { Script } from '#electron/demo/conversation/script.ts';
import { scripts } from '#electron/demo/conversation/scripts.ts';

const PREFIX = 'talk';

/** The chat thread of a made-up customer; it names their matter, so that they are the same person after a restart. */
export function talkThread(script: Script, id: string): string {
  return `${PREFIX}:${script.id}:${id}`;
}

/** Whose thread it is; null where no made-up customer talks in it. */
export function scriptOf(thread: string): Script | null {
  const [prefix, id] = thread.split(':');
  return prefix === PREFIX ? ([...scripts.en, ...scripts['zh-CN']].find((script) => script.id === id) ?? null) : null;
}
