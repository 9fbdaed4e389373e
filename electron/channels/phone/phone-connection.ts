import type { AccountConnection, ConnectionState } from '#electron/channels/connection-port.ts';
import { PhoneHook, type PhoneHookParts } from '#electron/channels/phone/phone-hook.ts';
import { UnderWay } from '#electron/channels/under-way.ts';

const off: ConnectionState = { state: 'off', lastMessageAt: null, fault: null };

/** One telephone system as the desk's list of accounts sees it: it calls us, and there is nothing that it could be asked. */
export function phoneConnection(parts: PhoneHookParts): AccountConnection {
  const hook = new PhoneHook(parts);
  const under = new UnderWay();
  let isOn = false;
  return {
    start: async () => {
      isOn = true;
    },
    stop: async () => {
      isOn = false;
      await under.settled();
    },
    state: () => (isOn ? hook.state() : off),
    onState: (listener) => hook.onState(listener),
    check: null,
    webhook: async (call) => {
      // Told again once the account is back.
      if (!isOn) return { status: 503, type: 'application/json; charset=utf-8', body: JSON.stringify({ code: 'off' }) };
      return under.run(() => hook.webhook(call));
    },
  };
}
