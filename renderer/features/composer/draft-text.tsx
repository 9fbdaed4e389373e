import type { ComponentProps } from 'react';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { type ComposerMode, draftTyped, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Props extends Pick<ComponentProps<'textarea'>, 'aria-label' | 'aria-describedby' | 'placeholder' | 'disabled' | 'onBlur' | 'onPaste' | 'onKeyDown'> {
  readonly caseId: CaseId;
  readonly kind: ComposerMode;
  /** Called with what stands here after each change that somebody makes. */
  readonly onTyped: ((text: string) => void) | null;
}

/** Where a draft's words are written. It alone takes part in the text: a letter draws nothing else of the box anew. */
export function DraftText({ caseId, kind, onTyped, ...rest }: Props) {
  const dispatch = useAppDispatch();
  const text = useAppSelector((root) => selectDraft(root, caseId, kind).text);
  return (
    <textarea
      {...rest}
      className={classes.text}
      data-composer-text
      value={text}
      dir="auto"
      onChange={(event) => {
        const text = event.currentTarget.value;
        dispatch(draftTyped({ caseId, kind, text }));
        onTyped?.(text);
      }}
    />
  );
}
