import { createRoot } from 'react-dom/client';
import { ChatApp } from '#renderer/chat/chat-app.tsx';
import { type Begun, begin, forgetAddress, knock } from '#renderer/chat/door.ts';
import { kept } from '#renderer/chat/kept.ts';
import { forgetChat } from '#renderer/chat/kept-chat.ts';
import { firstLanguage } from '#renderer/chat/texts.ts';
import type { Language } from '#shared/lib/localized.ts';

const hash = new URLSearchParams(location.hash.slice(1));
const said = { as: hash.get('as') ?? undefined, identity: hash.get('identity') ?? undefined };
const wished = hash.get('lang');

const { language, known: cookie, opening } = await knock();

/** Whether the chat goes on at once. Whom the app names again after a reload goes on without being asked. */
async function goesOn(): Promise<{ readonly known: boolean; readonly fault: Extract<Begun, { began: false }>['fault'] | null }> {
  if (!cookie || said.as !== undefined) return { known: false, fault: null };
  if (said.identity === undefined) return { known: true, fault: null };
  const begun = await begin({ identity: said.identity });
  forgetAddress();
  if (!begun.began) return { known: begun.fault !== 'blocked' && opening.strangers, fault: begun.fault };
  if (!begun.goesOn) forgetChat();
  return { known: true, fault: null };
}

const { known, fault } = await goesOn();
const asked: Language | null = wished === 'en' || wished === 'zh-CN' ? wished : language;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <ChatApp first={firstLanguage(asked, kept('chat.language'), navigator.languages)} known={known} opening={opening} said={said} fault={fault} />,
  );
}
