import path from 'node:path';
import type { ChatParts } from '#electron/channels/chat/chat-router.ts';
import { ChatServer } from '#electron/channels/chat/chat-server.ts';
import type { LiveChatSettings } from '#electron/channels/chat/chat-settings.ts';
import type { Hooks } from '#electron/channels/chat/hook-routes.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { WaitingLine } from '#electron/desk/routing/waiting-line.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { HostOptions } from '#electron/host/host-options.ts';
import { keptPort } from '#electron/host/kept-port.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { AgentState } from '#shared/case/agent-state.ts';
import { BLOCKED_TAG } from '#shared/desk/blocked-tag.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { isOpenAt } from '#shared/desk/opening-hours.ts';
import { maskText } from '#shared/wallet/find-sensitive.ts';

interface Parts extends Pick<ChatParts, 'intake' | 'feed' | 'uploads' | 'phone' | 'clock' | 'newId' | 'logger'> {
  readonly hub: CaseHub;
  readonly cache: Cache;
  readonly engine: QueueEngine;
  readonly vault: Vault;
  readonly line: WaitingLine;
  readonly configuration: Topic<Configuration>;
  readonly secret: Uint8Array;
  readonly hooks: Hooks;
  /** What is decided of the chat, as it stands; left out, it asks nothing of anybody. */
  readonly settings?: LiveChatSettings;
}

/** Among so many of a customer's newest cases the one is sought by which they were blocked. */
const CASES_LOOKED_AT = 50;
const there = new Set<string>(['available', 'busy'] satisfies readonly AgentState[]);

/** The customers' chat over a desk; null where none is served, or where others would not believe what a customer wrote here. */
export function makeChat(options: Pick<HostOptions, 'chat' | 'folder' | 'language'>, parts: Parts): ChatServer | null {
  const { chat, folder, language } = options;
  const { intake, feed, uploads, phone, clock, newId, logger, hub, cache, engine, vault, line, configuration, secret, hooks, settings } = parts;
  if (chat === null || !engine.mayActAs({ kind: 'customer', id: 'anybody' })) return null;
  const isOpen = () => {
    const { queues, calendars } = configuration.value;
    return (
      queues.length === 0 ||
      queues.some(({ calendar: id }) => {
        const calendar = id === null ? null : calendars.find((one) => one.id === id);
        return !calendar || isOpenAt(calendar, clock());
      })
    );
  };
  return new ChatServer({
    parts: {
      intake,
      feed,
      uploads,
      nameOf: (id) => configuration.value.people.find((person) => person.id === id)?.name ?? null,
      line,
      stateOf: async (caseId) => (await hub.state(caseId)) ?? null,
      isBlocked: async (customer) => (await cache.casesOf(customer, CASES_LOOKED_AT)).some(({ tags }) => tags.includes(BLOCKED_TAG)),
      isStaffed: async () => isOpen() && (await engine.present()).some(({ state }) => there.has(state)),
      mask: (text) => maskText(text, (kind, raw) => vault.put(kind, raw)),
      phone,
      clock,
      newId,
      logger,
    },
    staticFolder: chat.staticFolder,
    widgetFile: path.join(chat.staticFolder, '../widget/widget.js'),
    ...(settings === undefined ? {} : { settings }),
    port: chat.port,
    ports: keptPort(folder, 'chat'),
    secret,
    language,
    hooks,
  });
}
