import { cleanLine } from '#electron/channels/email/clean-text.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Instant } from '#shared/lib/time.ts';

/** An earlier message that an answer repeats. */
export interface Quoted {
  readonly who: string;
  readonly at: Instant;
  readonly text: string;
  readonly language: Language;
}

const MAX_LINES = 200;
const MAX_QUOTE = 20_000;
/** What is sent on goes whole: so long are the longest messages of a case. */
const MAX_SENT_ON = defaultReplyRules.email.maxLength;

/** The message with its lines marked (RFC 3676 section 4.5), below a line that says whose and when, in UTC. */
export function quoteBelow({ who, at, text, language }: Quoted): string {
  const name = cleanLine(who, 100);
  const when = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const head = language === 'zh-CN' ? `${name} 于 ${when} 写道：` : `On ${when}, ${name} wrote:`;
  const lines = text.slice(0, MAX_QUOTE).toWellFormed().split('\n').slice(0, MAX_LINES);
  return [head, ...lines.map((line) => (line.startsWith('>') || line === '' ? `>${line}` : `> ${line}`))].join('\n');
}

/** An earlier message that is sent on to somebody else. */
export interface SentOn {
  readonly who: string;
  readonly at: Instant;
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
}

/** The message as mail programs send one on: below lines that say whose, when and about what, its own lines as they are. */
export function forwardBelow({ who, at, subject, text, language }: SentOn): string {
  const when = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const [name, about] = [cleanLine(who, 100), cleanLine(subject, 300)];
  const head =
    language === 'zh-CN'
      ? ['---------- 转发的邮件 ----------', `发件人：${name}`, `日期：${when}`, `主题：${about}`]
      : ['---------- Forwarded message ----------', `From: ${name}`, `Date: ${when}`, `Subject: ${about}`];
  if (text.length <= MAX_SENT_ON) return [...head, '', text].join('\n');
  const cut = language === 'zh-CN' ? '［内容过长，以下省略］' : '[Too long: cut here]';
  return [...head, '', text.slice(0, MAX_SENT_ON).toWellFormed(), '', cut].join('\n');
}
