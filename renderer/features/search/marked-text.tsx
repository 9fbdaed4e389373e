import classes from '#renderer/features/search/search-box.module.css';

interface Props {
  readonly text: string;
  /** `[at, at + length)` in UTF-16 units, in order, apart from each other. */
  readonly marks: readonly { readonly at: number; readonly length: number }[];
}

/** A text with what fits the search marked. */
export function MarkedText({ text, marks }: Props) {
  const ends = marks.map(({ at, length }) => at + length);
  return (
    <span className={classes.excerpt} dir="auto">
      {marks.map(({ at, length }, index) => (
        <span key={at}>
          {text.slice(ends[index - 1] ?? 0, at)}
          <mark>{text.slice(at, at + length)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1) ?? 0)}
    </span>
  );
}
