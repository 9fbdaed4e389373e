import { createRoot } from 'react-dom/client';
import { ChatApp } from '#renderer/chat/chat-app.tsx';
import { firstLanguage } from '#renderer/chat/texts.ts';
import type { Language } from '#shared/lib/localized.ts';

/** A small question to the desk; what it says when it cannot be reached is the fallback. */
async function ask<T>(path: string, fallback: T): Promise<T> {
  try {
    const answer = await fetch(path);
    return answer.ok ? ((await answer.json()) as T) : fallback;
  } catch {
    return fallback;
  }
}

const [{ language }, { known }] = await Promise.all([ask<{ language: Language | null }>('/config', { language: null }), ask('/visitor', { known: false })]);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(<ChatApp first={firstLanguage(language, localStorage.getItem('chat.language'), navigator.languages)} known={known} />);
}
