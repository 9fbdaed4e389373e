import type { ChatPhone } from '#electron/channels/chat/chat-router.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { MINUTE } from '#shared/lib/time.ts';

const SHOWN = 2;
const SHOWN_FOR = 15 * MINUTE;

/** The screen of a demo customer's phone, for their chat page: the demo's people have no phones. */
export function demoPhone(wallet: DemoWallet, hub: Pick<CaseHub, 'state'>, clock: Clock): ChatPhone {
  const texted = new Topic(0);
  wallet.onTexted(() => texted.set(texted.value + 1));
  return {
    changed: texted,
    customerOf: async (caseId) => (await hub.state(caseId))?.customer ?? null,
    texts: async (customer) => (await wallet.phone(customer, SHOWN)).filter(({ at }) => at > clock() - SHOWN_FOR),
  };
}
