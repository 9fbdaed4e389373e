import { type FormEvent, useState } from 'react';
import type { ChatClient } from '#renderer/chat/chat-client.ts';
import { fill } from '#renderer/chat/texts.ts';
import type { ChatTexts } from '#renderer/i18n/en/chat.ts';
import { MAX_SURVEY_WORDS, SURVEY_SCORES } from '#shared/case/survey.ts';

/** Asks how a closed contact was, once; then says thank you. */
export function Rating({ client, rated, t }: { client: ChatClient; rated: number | null; t: ChatTexts }) {
  const [score, setScore] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  if (rated !== null) {
    return (
      <p className="rating" role="status">
        {fill(t.rateThanks, { n: rated })}
      </p>
    );
  }
  const give = async (event: FormEvent) => {
    event.preventDefault();
    if (score === null) return;
    setBusy(true);
    setFailed(false);
    await client.rate(score, words).catch(() => setFailed(true));
    setBusy(false);
  };
  return (
    <form className="rating" onSubmit={(event) => void give(event)}>
      <fieldset>
        <legend>{t.rateAsk}</legend>
        {SURVEY_SCORES.map((n) => (
          <label key={n} className={score !== null && n <= score ? 'star full' : 'star'}>
            <input type="radio" name="score" value={n} checked={score === n} aria-label={fill(t.rateScore, { n })} onChange={() => setScore(n)} />
            <svg viewBox="0 0 24 24" width="28" height="28" fill="currentColor" aria-hidden="true">
              <path d="M12 2l3 6.600 7 .8-5.200 4.800 1.400 7L12 17.700 5.800 21.200l1.400-7L2 9.400l7-.8z" />
            </svg>
          </label>
        ))}
      </fieldset>
      {score !== null && (
        <>
          <textarea
            aria-label={t.rateWords}
            placeholder={t.rateWords}
            rows={2}
            maxLength={MAX_SURVEY_WORDS}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <button type="submit" className="primary" disabled={busy}>
            {t.rateGive}
          </button>
        </>
      )}
      <p role="alert" className="fault">
        {failed && t.rateFailed}
      </p>
    </form>
  );
}
