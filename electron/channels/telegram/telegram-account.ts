/** A bot at Telegram, over its Bot API. */
export interface TelegramAccount {
  readonly id: string;
  readonly name: string;
  /** As BotFather gives it: the bot's id, a colon, and the secret. */
  readonly botToken: string;
  /** Without a slash at the end: https://api.telegram.org, or a Bot API server of the operator's own. */
  readonly apiBase: string;
}

/** The bot's own id, which is no secret: two bots number their messages alike. */
export const botIdOf = ({ botToken }: TelegramAccount): string => /^\d+(?=:)/.exec(botToken)?.[0] ?? 'bot';
