/** A statement with its bound values; `text` is the same for every use of one template, so that it is prepared once. */
export interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
}

const isQuery = (value: unknown): value is Query => typeof value === 'object' && value !== null && 'text' in value && 'values' in value && queries.has(value);

/** Only what the tag made counts as SQL; a value from outside that looks like a query stays a value. */
const queries = new WeakSet<object>();

const make = (text: string, values: readonly unknown[]): Query => {
  const query = { text, values };
  queries.add(query);
  return query;
};

/** The one way to write SQL: values become bound parameters, other queries are spliced in, nothing is ever quoted by hand. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Query {
  let text = strings[0] ?? '';
  const bound: unknown[] = [];
  for (const [index, value] of values.entries()) {
    if (isQuery(value)) {
      text += value.text;
      bound.push(...value.values);
    } else {
      text += '?';
      bound.push(value);
    }
    text += strings[index + 1] ?? '';
  }
  return make(text, bound);
}

/** Joins queries with a separator of literal SQL, such as `sql.join(parts, ', ')`. */
sql.join = (parts: readonly Query[], separator: ', ' | ' AND ' | ' OR ' | ' UNION ALL '): Query =>
  make(
    parts.map((part) => part.text).join(separator),
    parts.flatMap((part) => part.values),
  );

/** A list of values for `IN (…)`; an empty list matches nothing. */
sql.list = (values: readonly unknown[]): Query => make(values.length === 0 ? 'NULL' : values.map(() => '?').join(', '), values);
