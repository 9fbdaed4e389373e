/** What the migrations of the store made when they were released, by version. A form is never edited here: a change is a new migration, with a form of its own. */
/** Version 30 changed what rows hold, not the tables. */
const cacheAt20: readonly string[] = [
  'CREATE TABLE case_row ( id TEXT PRIMARY KEY, queue TEXT NOT NULL, status TEXT NOT NULL, owner TEXT, intended_for TEXT, customer TEXT, priority INTEGER NOT NULL, opened_at INTEGER NOT NULL, active_at INTEGER NOT NULL, waiting_since INTEGER, snoozed_until INTEGER, json TEXT NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE TABLE event ( position INTEGER PRIMARY KEY, case_id TEXT NOT NULL, json TEXT NOT NULL ) STRICT',
  'CREATE INDEX event_case ON event (case_id, position)',
  'CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  'CREATE INDEX row_by_active ON case_row (queue, status, active_at, id)',
  'CREATE INDEX row_by_opened ON case_row (queue, status, opened_at, id)',
  'CREATE INDEX row_by_priority ON case_row (queue, status, priority, active_at, id)',
  'CREATE INDEX row_by_waiting ON case_row (queue, status, waiting_since, id)',
  'CREATE INDEX row_customer ON case_row (customer, active_at, id) WHERE customer IS NOT NULL',
  'CREATE INDEX row_intended ON case_row (intended_for, status, queue, active_at, id) WHERE intended_for IS NOT NULL',
  'CREATE INDEX row_owner ON case_row (owner, status, queue, active_at, id) WHERE owner IS NOT NULL',
  'CREATE INDEX row_snoozed ON case_row (snoozed_until, id) WHERE snoozed_until IS NOT NULL',
  'CREATE TABLE searchable ( position INTEGER PRIMARY KEY, case_id TEXT NOT NULL, entry TEXT, at INTEGER NOT NULL, text TEXT NOT NULL ) STRICT',
  'CREATE TABLE tally ( queue TEXT NOT NULL, status TEXT NOT NULL, owner TEXT NOT NULL, intended_for TEXT NOT NULL, cases INTEGER NOT NULL, PRIMARY KEY (queue, status, owner, intended_for) ) STRICT, WITHOUT ROWID',
  'CREATE TABLE token_place ( token TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL, PRIMARY KEY (token, position) ) STRICT, WITHOUT ROWID',
  'CREATE INDEX token_place_position ON token_place (position)',
  "CREATE VIRTUAL TABLE word USING fts5(terms, content='', tokenize='ascii', detail=none)",
];
/** Between `fact` and `row_by_active`, as the names go. */
const cacheAt40 = cacheAt20.flatMap((form) =>
  form.startsWith('CREATE TABLE fact ')
    ? [
        form,
        'CREATE TABLE outgoing ( message TEXT PRIMARY KEY, case_id TEXT NOT NULL, channel TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, cause TEXT NOT NULL ) STRICT, WITHOUT ROWID',
      ]
    : [form],
);

/** The forms of a version with others added, in the order of their names. */
const nameOf = (form: string) => /^CREATE (?:VIRTUAL TABLE|TABLE|(?:UNIQUE )?INDEX) (\w+)/.exec(form)?.[1] ?? '';
const withForms = (before: readonly string[], added: readonly string[]) => [...before, ...added].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
/** Case rows have a column more; what is searched has other tables. */
const cacheAt60 = [
  ...cacheAt40
    .filter((form) => !/^CREATE (TABLE|INDEX) (searchable|token_place)/.test(form))
    .map((form) =>
      form.startsWith('CREATE TABLE case_row') ? form.replace('json TEXT NOT NULL )', 'json TEXT NOT NULL , position INTEGER NOT NULL DEFAULT 0)') : form,
    ),
  'CREATE TABLE amount_place (minor INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (minor, position)) STRICT, WITHOUT ROWID',
  'CREATE INDEX amount_place_position ON amount_place (position)',
  'CREATE TABLE case_tag (tag TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (tag, case_id)) STRICT, WITHOUT ROWID',
  'CREATE INDEX row_by_position ON case_row (queue, status, position, id)',
  'CREATE TABLE searchable ( position INTEGER PRIMARY KEY, case_id TEXT NOT NULL, entry TEXT, at INTEGER NOT NULL, author TEXT NOT NULL, addressee TEXT NOT NULL, channel TEXT NOT NULL, attached INTEGER NOT NULL, text TEXT NOT NULL ) STRICT',
  'CREATE INDEX searchable_case ON searchable (case_id, position)',
  'CREATE INDEX searchable_time ON searchable (position >> 12, at)',
  'CREATE TABLE token_place ( token TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (token, position) ) STRICT, WITHOUT ROWID',
  'CREATE INDEX token_place_position ON token_place (position)',
].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
const cacheAt80 = withForms(cacheAt60, [
  'CREATE TABLE erased_case (case_id TEXT PRIMARY KEY, at INTEGER NOT NULL, done INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  'CREATE INDEX erased_left ON erased_case (at, case_id) WHERE done = 0',
  'CREATE TABLE left_case ( id TEXT PRIMARY KEY, queue TEXT NOT NULL, owner TEXT, customer TEXT, active_at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE INDEX left_customer ON left_case (customer, active_at, id) WHERE customer IS NOT NULL',
  'CREATE INDEX left_owner ON left_case (owner, queue) WHERE owner IS NOT NULL',
  'CREATE INDEX left_queue ON left_case (queue)',
  "CREATE INDEX row_resolved ON case_row (active_at) WHERE status = 'resolved'",
  'CREATE TABLE visit (case_id TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID',
]);
const cacheAt90 = withForms(cacheAt80, ['CREATE TABLE open_action (key TEXT PRIMARY KEY, case_id TEXT NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID']);

const cacheAt100 = withForms(cacheAt90, ["CREATE INDEX row_incidents ON case_row (id) WHERE json_extract(json, '$.incidents') IS NOT NULL"]);

/** Rows know their channel and from when its reply window counts. */
const rowsAt110 = (forms: readonly string[]) =>
  withForms(
    forms
      .filter((form) => nameOf(form) !== 'row_by_active')
      .map((form) =>
        form.startsWith('CREATE TABLE case_row')
          ? form.replace(
              'position INTEGER NOT NULL DEFAULT 0)',
              "position INTEGER NOT NULL DEFAULT 0, channel TEXT NOT NULL DEFAULT '', window_from INTEGER, contact TEXT)",
            )
          : form,
      ),
    [
      'CREATE INDEX row_by_active ON case_row (queue, status, active_at, id, channel, window_from)',
      'CREATE INDEX row_contact ON case_row (contact, active_at, id) WHERE contact IS NOT NULL',
      'CREATE INDEX row_by_window ON case_row (queue, status, channel, window_from, id) WHERE window_from IS NOT NULL',
      "CREATE INDEX row_merged ON case_row (position) WHERE json_extract(json, '$.mergedInto') IS NOT NULL OR json_extract(json, '$.lines') IS NOT NULL",
    ],
  );

const splitAt120 = withForms(rowsAt110(cacheAt100), ["CREATE INDEX row_split ON case_row (position) WHERE json_extract(json, '$.splitOff') IS NOT NULL"]);

const ordersAt130 = withForms(splitAt120, [
  'CREATE INDEX row_in_active ON case_row (active_at, id, queue, status, owner, intended_for, channel, window_from)',
  'CREATE INDEX row_in_opened ON case_row (opened_at, id, queue, status, owner, intended_for)',
  'CREATE INDEX row_in_priority ON case_row (priority, active_at, id, queue, status, owner, intended_for)',
  'CREATE INDEX row_in_waiting ON case_row (waiting_since, id, queue, status, owner, intended_for)',
]);

export const cacheForms: Readonly<Record<number, readonly string[]>> = {
  10: [
    'CREATE TABLE case_row ( id TEXT PRIMARY KEY, queue TEXT NOT NULL, status TEXT NOT NULL, owner TEXT, intended_for TEXT, customer TEXT, priority INTEGER NOT NULL, opened_at INTEGER NOT NULL, active_at INTEGER NOT NULL, waiting_since INTEGER, snoozed_until INTEGER, json TEXT NOT NULL ) STRICT, WITHOUT ROWID',
    'CREATE TABLE event ( position INTEGER PRIMARY KEY, case_id TEXT NOT NULL, json TEXT NOT NULL ) STRICT',
    'CREATE INDEX event_case ON event (case_id, position)',
    'CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
    'CREATE INDEX row_active ON case_row (active_at)',
    'CREATE INDEX row_customer ON case_row (customer, active_at)',
    'CREATE INDEX row_owner ON case_row (owner, status, active_at)',
    'CREATE INDEX row_snoozed ON case_row (snoozed_until) WHERE snoozed_until IS NOT NULL',
    'CREATE INDEX row_status_active ON case_row (status, active_at)',
    'CREATE TABLE searchable ( id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, entry TEXT, at INTEGER NOT NULL, text TEXT NOT NULL ) STRICT',
    'CREATE INDEX searchable_case ON searchable (case_id)',
    'CREATE TABLE token_place (token TEXT NOT NULL, searchable INTEGER NOT NULL, PRIMARY KEY (token, searchable)) STRICT, WITHOUT ROWID',
    "CREATE VIRTUAL TABLE word USING fts5(terms, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0', detail=none)",
  ],
  20: cacheAt20,
  30: cacheAt20,
  40: cacheAt40,
  50: cacheAt40,
  60: cacheAt60,
  80: cacheAt80,
  90: cacheAt90,
  100: cacheAt100,
  110: rowsAt110(cacheAt100),
  120: splitAt120,
  130: ordersAt130,
  140: ordersAt130,
  150: ordersAt130,
};
const ledgerAt50: readonly string[] = [
  'CREATE TABLE account ( person TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, verifier BLOB NOT NULL, cost INTEGER NOT NULL, block_size INTEGER NOT NULL, parallel INTEGER NOT NULL, must_change INTEGER NOT NULL, changed_at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE TABLE deferred ( number INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, command TEXT NOT NULL, at INTEGER NOT NULL, refusal TEXT ) STRICT',
  'CREATE TABLE draft ( case_id TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (person, case_id, kind) ) STRICT, WITHOUT ROWID',
  'CREATE TABLE failed_sign_in ( login_digest TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL, at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE INDEX failed_sign_in_oldest ON failed_sign_in (at)',
  'CREATE TABLE journal ( number INTEGER PRIMARY KEY AUTOINCREMENT, desk TEXT NOT NULL, first_id TEXT NOT NULL, about_kind TEXT NOT NULL, about_id TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER, state TEXT NOT NULL, engine TEXT, at INTEGER NOT NULL, UNIQUE (desk, first_id) ) STRICT',
  "CREATE INDEX journal_unanswered ON journal (desk, number) WHERE state = 'sent'",
  'CREATE TABLE outbox ( command_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL ) STRICT',
  "CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued'",
  'CREATE TABLE quarantine ( id INTEGER PRIMARY KEY, came_from TEXT NOT NULL, fault TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL , digest TEXT) STRICT',
  'CREATE UNIQUE INDEX quarantine_once ON quarantine (digest)',
  'CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
];
const ledgerAt70: readonly string[] = [
  'CREATE TABLE account ( person TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, verifier BLOB NOT NULL, cost INTEGER NOT NULL, block_size INTEGER NOT NULL, parallel INTEGER NOT NULL, must_change INTEGER NOT NULL, changed_at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE TABLE deferred ( number INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, command TEXT NOT NULL, at INTEGER NOT NULL, refusal TEXT , typed TEXT, doubtful INTEGER NOT NULL DEFAULT 0) STRICT',
  'CREATE TABLE draft ( case_id TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, saved_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (person, case_id, kind) ) STRICT, WITHOUT ROWID',
  'CREATE TABLE failed_sign_in ( login_digest TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL, at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE INDEX failed_sign_in_oldest ON failed_sign_in (at)',
  'CREATE TABLE journal ( number INTEGER PRIMARY KEY AUTOINCREMENT, desk TEXT NOT NULL, first_id TEXT NOT NULL, about_kind TEXT NOT NULL, about_id TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER, state TEXT NOT NULL, engine TEXT, at INTEGER NOT NULL, UNIQUE (desk, first_id) ) STRICT',
  "CREATE INDEX journal_unanswered ON journal (desk, number) WHERE state = 'sent'",
  'CREATE TABLE kept ( id TEXT PRIMARY KEY, person TEXT NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, refusal TEXT, at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE INDEX kept_person ON kept (person, at)',
  'CREATE TABLE outbox ( command_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL , role TEXT, command TEXT, typed TEXT) STRICT',
  "CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued'",
  "CREATE INDEX outbox_queued_case ON outbox (case_id) WHERE state = 'queued'",
  "CREATE INDEX outbox_unknown ON outbox (at) WHERE state = 'unknown'",
  'CREATE TABLE quarantine ( id INTEGER PRIMARY KEY, came_from TEXT NOT NULL, fault TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL , digest TEXT) STRICT',
  'CREATE UNIQUE INDEX quarantine_once ON quarantine (digest)',
  'CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
];

/** With the tables of version 60, each where its name goes. */
const with60 = (forms: readonly string[]): readonly string[] =>
  forms.flatMap((form) => {
    if (form.startsWith('CREATE TABLE failed_sign_in ')) return ['CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID', form];
    if (!form.startsWith('CREATE TABLE setting ')) return [form];
    return [
      'CREATE TABLE restoration ( number INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, fault TEXT NOT NULL, kept_as TEXT NOT NULL, backup_at INTEGER NOT NULL, at INTEGER NOT NULL, settled TEXT ) STRICT',
      form,
    ];
  });

const ledgerAt80 = with60(ledgerAt70).map((form) =>
  form.startsWith('CREATE TABLE quarantine ') ? form.replace(', digest TEXT)', ', digest TEXT, case_id TEXT)') : form,
);

const ledgerAt90 = withForms(ledgerAt80, [
  'CREATE TABLE audit (n INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL) STRICT',
  "CREATE INDEX audit_actor ON audit (json_extract(entry, '$.actor.id'), n)",
  "CREATE INDEX audit_customer ON audit (json_extract(entry, '$.customer'), n)",
  "CREATE INDEX audit_kind ON audit (json_extract(entry, '$.kind'), n)",
  'CREATE TABLE authenticator ( id TEXT PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, sealed TEXT NOT NULL, made_at INTEGER NOT NULL, used INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
  'CREATE INDEX authenticator_person ON authenticator (person, made_at, id)',
  'CREATE TABLE failed_proof (person TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL) STRICT, WITHOUT ROWID',
]);

const ledgerAt100 = withForms(ledgerAt90, ["CREATE INDEX audit_kind_at ON audit (json_extract(entry, '$.kind'), json_extract(entry, '$.at'))"]);

export const ledgerForms: Readonly<Record<number, readonly string[]>> = {
  10: [
    'CREATE TABLE draft ( case_id TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (person, case_id, kind) ) STRICT, WITHOUT ROWID',
    'CREATE TABLE outbox ( command_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL ) STRICT',
    "CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued'",
    'CREATE TABLE quarantine ( id INTEGER PRIMARY KEY, came_from TEXT NOT NULL, fault TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL ) STRICT',
    'CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ],
  20: [
    'CREATE TABLE draft ( case_id TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (person, case_id, kind) ) STRICT, WITHOUT ROWID',
    'CREATE TABLE outbox ( command_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL ) STRICT',
    "CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued'",
    'CREATE TABLE quarantine ( id INTEGER PRIMARY KEY, came_from TEXT NOT NULL, fault TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL , digest TEXT) STRICT',
    'CREATE UNIQUE INDEX quarantine_once ON quarantine (digest)',
    'CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ],
  30: [
    'CREATE TABLE account ( person TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, verifier BLOB NOT NULL, cost INTEGER NOT NULL, block_size INTEGER NOT NULL, parallel INTEGER NOT NULL, must_change INTEGER NOT NULL, changed_at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
    'CREATE TABLE draft ( case_id TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (person, case_id, kind) ) STRICT, WITHOUT ROWID',
    'CREATE TABLE failed_sign_in ( login_digest TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL, at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
    'CREATE INDEX failed_sign_in_oldest ON failed_sign_in (at)',
    'CREATE TABLE outbox ( command_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL ) STRICT',
    "CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued'",
    'CREATE TABLE quarantine ( id INTEGER PRIMARY KEY, came_from TEXT NOT NULL, fault TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL , digest TEXT) STRICT',
    'CREATE UNIQUE INDEX quarantine_once ON quarantine (digest)',
    'CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ],
  40: [
    'CREATE TABLE account ( person TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, verifier BLOB NOT NULL, cost INTEGER NOT NULL, block_size INTEGER NOT NULL, parallel INTEGER NOT NULL, must_change INTEGER NOT NULL, changed_at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
    'CREATE TABLE draft ( case_id TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (person, case_id, kind) ) STRICT, WITHOUT ROWID',
    'CREATE TABLE failed_sign_in ( login_digest TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL, at INTEGER NOT NULL ) STRICT, WITHOUT ROWID',
    'CREATE INDEX failed_sign_in_oldest ON failed_sign_in (at)',
    'CREATE TABLE journal ( number INTEGER PRIMARY KEY AUTOINCREMENT, desk TEXT NOT NULL, first_id TEXT NOT NULL, about_kind TEXT NOT NULL, about_id TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER, state TEXT NOT NULL, engine TEXT, at INTEGER NOT NULL, UNIQUE (desk, first_id) ) STRICT',
    "CREATE INDEX journal_unanswered ON journal (desk, number) WHERE state = 'sent'",
    'CREATE TABLE outbox ( command_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person TEXT NOT NULL, events TEXT NOT NULL, expected INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL ) STRICT',
    "CREATE INDEX outbox_queued ON outbox (at) WHERE state = 'queued'",
    'CREATE TABLE quarantine ( id INTEGER PRIMARY KEY, came_from TEXT NOT NULL, fault TEXT NOT NULL, raw TEXT NOT NULL, at INTEGER NOT NULL , digest TEXT) STRICT',
    'CREATE UNIQUE INDEX quarantine_once ON quarantine (digest)',
    'CREATE TABLE setting (scope TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ],
  50: ledgerAt50,
  60: with60(ledgerAt50),
  70: with60(ledgerAt70),
  80: ledgerAt80,
  90: ledgerAt90,
  100: ledgerAt100,
  110: ledgerAt100.map((form) =>
    form.startsWith('CREATE TABLE kept ')
      ? form.replace('at INTEGER NOT NULL )', 'at INTEGER NOT NULL , addressing TEXT)')
      : form.startsWith('CREATE TABLE draft ')
        ? form.replace(', PRIMARY KEY (person, case_id, kind)', ', addressing TEXT, PRIMARY KEY (person, case_id, kind)')
        : form,
  ),
};
