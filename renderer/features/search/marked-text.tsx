import classes from '#renderer/features/search/search-box.module.css';

interface Props {
  /** What the text is, in words; null where it speaks for itself. */
  readonly field: string | null;
  readonly text: string;
  /** `[at, at + length)` in UTF-16 units, in order, apart from each other. */
  readonly marks: readonly { readonly at: number; readonly length: number }[];
}

/** A text with what fits the search marked. */
export function MarkedText({ field, text, marks }: Props) {
  const ends = marks.map(({ at, length }) => at + length);
  const marked = (
    <>
      {marks.map(({ at, length }, index) => (
        <span key={at}>
          {text.slice(ends[index - 1] ?? 0, at)}
          <mark>{text.slice(at, at + length)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1) ?? 0)}
    </>
  );
  if (field === null) {
    return (
      <span className={classes.excerpt} dir="auto">
        {marked}
      </span>
    );
  }
  // The name is in the screen's language, whatever way the text runs.
  return (
    <span className={classes.excerpt}>
      <span className={classes.field}>{field}</span> <bdi>{marked}</bdi>
    </span>
  );
}
