import { Component, type ReactNode } from 'react';
import { Translation } from 'react-i18next';
import classes from '#renderer/app/shell.module.css';

interface Props {
  readonly children: ReactNode;
}

/** What is shown instead of a page that threw: what to do, and what went wrong for whoever is asked to help. */
export class Crash extends Component<Props, { readonly fault: string | null }> {
  override state = { fault: null };

  static getDerivedStateFromError(cause: unknown) {
    return { fault: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause) };
  }

  override render() {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <Translation ns="shell">
        {(t) => (
          <main className={classes.gate} role="alert">
            <h1>{t('crashTitle')}</h1>
            <p>{t('crashHint')}</p>
            <p>
              <code>{fault}</code>
            </p>
            <button type="button" onClick={() => location.reload()}>
              {t('reload')}
            </button>
          </main>
        )}
      </Translation>
    );
  }
}
