const prefix = /^(?:\s*(?:re|aw|sv|antw|回复|答复|回覆|答覆)\s*(?:\[\d+\])?\s*[:：])+\s*/iu;

/** The subject of an answer: "Re: " once, whatever stood there in whichever language (RFC 5322 section 3.6.5). */
export function answerSubject(subject: string): string {
  return `Re: ${subject.replace(prefix, '')}`.trim();
}

/** The subject of what is sent on: a mark of forwarding that stands there already is not put twice. */
export const forwardSubject = (subject: string): string => `Fwd: ${subject.replace(/^(?:(?:fwd?|wg|转发|轉寄)\s*[:：]\s*)+/iu, '')}`.trim();
