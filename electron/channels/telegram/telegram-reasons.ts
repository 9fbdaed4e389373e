import { ownReason } from '#electron/channels/provider-call.ts';

/**
 * Telegram tells by a sentence what its few codes leave open; these are ours for what a sentence says. What is 400 or 403
 * without such a sentence stays the provider's code.
 */
const CHAT_NOT_FOUND = 400_001;
const TEXT_TOO_LONG = 400_002;
const FILE_NOT_USABLE = 400_003;
const USER_GONE = 403_001;
const NOT_BEGUN = 403_002;

const sentences: readonly (readonly [code: number, pattern: RegExp, ours: number])[] = [
  [400, /chat not found|user not found|peer_id_invalid/i, CHAT_NOT_FOUND],
  [400, /too long/i, TEXT_TOO_LONG],
  [400, /photo_|image_process|file is too big|wrong file|file must be/i, FILE_NOT_USABLE],
  [403, /deactivated/i, USER_GONE],
  [403, /can't initiate|can't send messages to bots/i, NOT_BEGUN],
];

/** The code of a refusal, narrowed by its sentence. */
export const narrowed = (code: number, description: string): number => sentences.find(([of, pattern]) => of === code && pattern.test(description))?.[2] ?? code;

/** A stable code for one of Telegram's; null for one that is not known. */
export function telegramReason(errcode: number): string | null {
  switch (errcode) {
    case 401:
    case 404:
      return 'refused-credentials';
    case 403:
      return 'blocked-by-customer';
    case CHAT_NOT_FOUND:
    case USER_GONE:
    case NOT_BEGUN:
      return 'not-reachable';
    case TEXT_TOO_LONG:
      return 'too-long';
    case FILE_NOT_USABLE:
      return 'file-refused';
    case 413:
      return 'file-too-large';
    case 400:
      return 'not-accepted';
    case 429:
      return 'provider-busy';
    default:
      return ownReason(errcode);
  }
}
