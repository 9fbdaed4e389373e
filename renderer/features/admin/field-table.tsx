import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import type { FieldRow } from '#renderer/features/admin/admin-text.ts';

interface Props {
  readonly rows: readonly FieldRow[];
  /** What the two columns are called. */
  readonly before: string;
  readonly after: string;
}

/** Fields as they were and as they are. */
export function FieldTable({ rows, before, after }: Props) {
  const { t } = useTranslation('admin');
  const both = rows.some((row) => row.before !== null) && rows.some((row) => row.after !== null);
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          {(both || rows.some((row) => row.before !== null)) && <th scope="col">{before}</th>}
          {(both || rows.some((row) => row.after !== null)) && <th scope="col">{after}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.field}>
            <th scope="row">{row.label}</th>
            {row.before !== null && <td>{row.before}</td>}
            {row.after !== null && <td>{row.after}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
