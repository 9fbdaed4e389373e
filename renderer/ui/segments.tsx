import { type Ref, useId } from 'react';
import classes from '#renderer/ui/segments.module.css';

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
}

interface Props<T extends string> {
  readonly ref?: Ref<HTMLDivElement>;
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly className?: string | undefined;
}

/**
 * A few choices side by side, one of which holds. For what stands in an open case: Mantine's control of this kind measures
 * itself after it was drawn and is drawn again, several times while a case opens.
 */
export function Segments<T extends string>({ ref, label, value, options, onChange, className }: Props<T>) {
  const name = useId();
  return (
    <div ref={ref} role="radiogroup" aria-label={label} className={className === undefined ? classes.segments : `${classes.segments} ${className}`}>
      {options.map((option) => (
        <label key={option.value} className={classes.segment}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
