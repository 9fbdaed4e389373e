import { widget as en } from '#renderer/i18n/en/widget.ts';
import { widget as zh } from '#renderer/i18n/zh-CN/widget.ts';
import { Panel } from '#renderer/widget/panel.ts';

/** What a page that embeds the chat may do with it. */
interface WalletChat {
  open(): void;
  close(): void;
  /** Says who the customer is, by a token that the wallet's app signed. */
  identify(token: string): void;
  /** Takes the button away. */
  remove(): void;
}

declare global {
  interface Window {
    walletChat?: WalletChat;
  }
}

/** A panel that was open when the page was left is open on the next one. */
const OPEN = 'walletChat.open';

function remembered(): boolean {
  try {
    return sessionStorage.getItem(OPEN) === '1';
  } catch {
    return false;
  }
}

function remember(open: boolean): void {
  try {
    if (open) sessionStorage.setItem(OPEN, '1');
    else sessionStorage.removeItem(OPEN);
  } catch {
    // A page without storage begins closed.
  }
}

/** The first of what the tag, the desk and the page say. */
function languageOf(tag: string | undefined, desk: unknown): 'en' | 'zh-CN' {
  if (tag === 'en' || tag === 'zh-CN') return tag;
  if (desk === 'en' || desk === 'zh-CN') return desk;
  return (document.documentElement.lang || navigator.language).toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Puts the button on the page where the desk allows its origin; rejects with the reason where not. */
async function begin(script: HTMLScriptElement, identity: string | null): Promise<{ readonly panel: Panel; readonly stop: () => void }> {
  const chatOrigin = new URL(script.src).origin;
  const answer = await fetch(`${chatOrigin}/embed`, { credentials: 'omit' });
  const told = (await answer.json()) as { readonly language?: unknown; readonly error?: string; readonly origin?: string };
  if (!answer.ok) throw new Error(`${told.error ?? answer.status}: ${told.origin ?? location.origin}`);
  const language = languageOf(script.dataset.lang, told.language);
  const panel = new Panel({ chatOrigin, language, texts: language === 'zh-CN' ? zh : en, identity, onOpen: remember });
  return { panel, stop: panel.start() };
}

/** Makes the page's handle at once; what is asked of it before the desk has answered is done then. */
function embed(script: HTMLScriptElement): void {
  const waiting: ((panel: Panel) => void)[] = [];
  let ready: { readonly panel: Panel; readonly stop: () => void } | null = null;
  let gone = false;
  const ask = (call: (panel: Panel) => void) => {
    if (ready) call(ready.panel);
    else waiting.push(call);
  };
  window.walletChat = {
    open: () => ask((panel) => panel.open()),
    close: () => ask((panel) => panel.close()),
    identify: (token) => ask((panel) => panel.identify(token)),
    remove: () => {
      gone = true;
      ready?.stop();
      delete window.walletChat;
    },
  };
  if (remembered() || script.dataset.open !== undefined) ask((panel) => panel.open());
  const start = async () => {
    try {
      const begun = await begin(script, script.dataset.identity ?? null);
      if (gone) return begun.stop();
      ready = begun;
      for (const call of waiting.splice(0)) call(begun.panel);
    } catch (cause) {
      // biome-ignore lint/suspicious/noConsole: whoever put the tag on the page has no other place to learn why.
      console.error('wallet chat: it is not shown here.', String(cause));
    }
  };
  if (document.body) void start();
  else addEventListener('DOMContentLoaded', () => void start());
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && window.walletChat === undefined) embed(script);
