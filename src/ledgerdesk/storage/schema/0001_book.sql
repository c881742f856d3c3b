-- The book as it begins. Every table is STRICT; every public row has `pub`, 16 hex digits of a
-- time-ordered random id; every protected row has a `salt` for its digests in the audit.
-- A column added by a later migration must be nullable: digests leave NULL out (see
-- docs/decisions/015-audit-covers-rows.md). Unique columns that are mostly NULL have partial indexes:
-- every b-tree a save touches is one more page to encrypt twice. Days of payments and receipts
-- need no index: their ids rise with time, so a day is a range of ids (core/pubs.py). In the three
-- tables every save writes to, trade, payment and receipt, `id` is the public id itself as a number
-- and `pub` its hex digits: ask for a row by `id = number_of(pub)`, never by `pub`, which has no index.

CREATE TABLE book (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    vault_id      TEXT    NOT NULL CHECK (length(vault_id) = 16),
    created_at    TEXT    NOT NULL,
    office_zone   TEXT    NOT NULL,
    currency      TEXT    NOT NULL CHECK (length(currency) = 3)
) STRICT;

CREATE TABLE branch (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    parent_id     INTEGER REFERENCES branch (id),
    reason        TEXT    NOT NULL CHECK (reason IN ('created', 'restored')),
    started_at    TEXT    NOT NULL
) STRICT;

-- Keys: the file beside the book, whole, at the revision the book last saw.
CREATE TABLE keys_file (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    revision      INTEGER NOT NULL CHECK (revision >= 1),
    house_digest  TEXT    NOT NULL CHECK (length(house_digest) = 64),
    content       BLOB    NOT NULL
) STRICT;

-- Earlier database keys, sealed, so that a session opens its own older backups.
CREATE TABLE sealed_generation (
    generation    INTEGER PRIMARY KEY CHECK (generation >= 1),
    sealed        BLOB    NOT NULL,
    ended_at      TEXT    NOT NULL
) STRICT;

CREATE TABLE staff (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    user_id       TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'supervisor', 'clerk', 'auditor')),
    state         TEXT    NOT NULL CHECK (state IN ('active', 'disabled', 'removed')),
    bundle_serial INTEGER NOT NULL CHECK (bundle_serial >= 1),
    bundle_digest TEXT    NOT NULL CHECK (length(bundle_digest) = 64),
    added_at      TEXT    NOT NULL,
    root          TEXT    CHECK (length(root) = 16)
) STRICT;

-- A key is certified by the first root (NULL), by a later root, or by the same person's pair
-- before it; `root` is the root his bundle is known to hold. `provisional`: an owner knows it.
CREATE TABLE signing_key (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    staff_id      INTEGER REFERENCES staff (id),
    purpose       TEXT    NOT NULL CHECK (purpose IN
                  ('person', 'recovery', 'firm', 'maker', 'root')),
    public        BLOB    NOT NULL CHECK (length(public) = 32),
    certificate   BLOB    NOT NULL CHECK (length(certificate) = 64),
    certified_by  TEXT    REFERENCES signing_key (pub),
    seal          BLOB    CHECK (length(seal) = 32),
    private       BLOB    CHECK (private IS NULL OR purpose = 'firm'),
    provisional   INTEGER CHECK (provisional = 1),
    from_seq      INTEGER NOT NULL CHECK (from_seq >= 1)
) STRICT;

CREATE TABLE signing_key_end (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    key_id        INTEGER NOT NULL UNIQUE REFERENCES signing_key (id),
    to_seq        INTEGER NOT NULL CHECK (to_seq >= 1),
    reason        TEXT    NOT NULL CHECK (reason IN ('password', 'reset', 'removed', 'renewed'))
) STRICT;

CREATE TABLE setting (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    name          TEXT    NOT NULL UNIQUE,
    value         TEXT    NOT NULL CHECK (json_valid(value))
) STRICT;

-- The log nobody can quietly edit.
CREATE TABLE audit (
    seq           INTEGER PRIMARY KEY CHECK (seq >= 1),
    previous      BLOB    NOT NULL CHECK (length(previous) = 32),
    hash          BLOB    NOT NULL CHECK (length(hash) = 32),
    body          TEXT    NOT NULL,
    signer        TEXT    NOT NULL REFERENCES signing_key (pub),
    signature     BLOB    NOT NULL CHECK (length(signature) = 64),
    cosigner      TEXT    REFERENCES signing_key (pub),
    cosignature   BLOB    CHECK (length(cosignature) = 64),
    CHECK ((cosigner IS NULL) = (cosignature IS NULL))
) STRICT;

-- Which entry names which row: an index of the bodies, compared with them by every check. Keyed
-- by time-ordered id, the rows an entry adds land on one page: few pages a save.
CREATE TABLE audit_object (
    kind          TEXT    NOT NULL,
    pub           TEXT    NOT NULL,
    seq           INTEGER NOT NULL REFERENCES audit (seq),
    after         BLOB    CHECK (length(after) = 32),
    PRIMARY KEY (pub, kind, seq)
) STRICT, WITHOUT ROWID;

-- How far the log was verified in small steps: a note that saves work, no proof of anything.
CREATE TABLE verified (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    seq           INTEGER NOT NULL CHECK (seq >= 0),
    hash          BLOB    NOT NULL CHECK (length(hash) = 32),
    begun_at      TEXT    NOT NULL
) STRICT;

CREATE TABLE change (
    id            INTEGER PRIMARY KEY,
    seq           INTEGER NOT NULL REFERENCES audit (seq),
    kind          TEXT    NOT NULL,
    pub           TEXT    NOT NULL,
    field         TEXT    NOT NULL,
    old           TEXT,
    new           TEXT,
    why           TEXT
) STRICT;

CREATE INDEX change_entry ON change (seq, id);
CREATE INDEX change_object ON change (kind, pub, id);

-- Customers: the name is never the key.
CREATE TABLE customer (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    code          TEXT    NOT NULL UNIQUE,
    kind          TEXT    NOT NULL CHECK (kind IN ('person', 'company', 'unknown')),
    name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    company       TEXT,
    print_name    TEXT,
    pinyin        TEXT,
    category      TEXT    NOT NULL DEFAULT 'active',
    state         TEXT    NOT NULL CHECK (state IN
                  ('incomplete', 'complete', 'stopped', 'merged', 'erased')),
    note          TEXT,
    responsible_id INTEGER REFERENCES staff (id),
    created_at    TEXT    NOT NULL,
    created_by    INTEGER NOT NULL REFERENCES staff (id),
    merged_into_id INTEGER REFERENCES customer (id),
    verified_on   TEXT,
    verified_by   INTEGER REFERENCES staff (id),
    consent_on    TEXT,
    consent       TEXT
) STRICT;

CREATE INDEX customer_name ON customer (name, pub);
CREATE INDEX customer_merged_into ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX customer_category ON customer (category, id);
CREATE INDEX customer_responsible ON customer (responsible_id, id)
WHERE responsible_id IS NOT NULL;
CREATE INDEX customer_state ON customer (state, id);
-- Who is to be asked again: a category is due by the day its cards were last verified.
CREATE INDEX customer_verified ON customer (category, verified_on, id)
WHERE state IN ('incomplete', 'complete');

CREATE TABLE customer_tag (
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    tag           TEXT    NOT NULL CHECK (length(tag) BETWEEN 1 AND 20),
    PRIMARY KEY (customer_id, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_tag_tag ON customer_tag (tag, customer_id);

-- What the office asks of a card; the one of the greatest version holds, none means the given one.
CREATE TABLE record_standard (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    version       INTEGER NOT NULL UNIQUE CHECK (version >= 1),
    rules         TEXT    NOT NULL CHECK (json_valid(rules)),
    written_at    TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

CREATE TABLE customer_contact (
    id            INTEGER PRIMARY KEY,
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    position      INTEGER NOT NULL CHECK (position >= 0),
    kind          TEXT    NOT NULL CHECK (kind IN ('phone', 'email', 'address', 'wechat', 'other')),
    value         TEXT    NOT NULL CHECK (length(value) BETWEEN 1 AND 500),
    label         TEXT,
    UNIQUE (customer_id, position)
) STRICT;

CREATE INDEX customer_contact_value ON customer_contact (kind, value, customer_id);

CREATE TABLE customer_secret (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    kind          TEXT    NOT NULL,
    value         TEXT    NOT NULL,
    UNIQUE (customer_id, kind)
) STRICT;

-- Who has a number of another is told by comparing them here, so that none has to be read.
CREATE INDEX customer_secret_value ON customer_secret (value, customer_id);

-- What somebody looked at and left as it is; `facts` is a digest of what was compared then.
CREATE TABLE quality_ignored (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    subject       TEXT    NOT NULL UNIQUE,
    facts         BLOB    NOT NULL CHECK (length(facts) = 32),
    reason        TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    ignored_at    TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- A value said to be wrong, and what was made of it; decided ones are final.
CREATE TABLE correction (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    field         TEXT    NOT NULL,
    wrong         TEXT    NOT NULL,
    correct       TEXT    NOT NULL,
    evidence      TEXT    NOT NULL CHECK (length(evidence) BETWEEN 1 AND 200),
    verified_by   TEXT    NOT NULL CHECK (length(verified_by) BETWEEN 1 AND 200),
    state         TEXT    NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
    requested_at  TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    decided_at    TEXT,
    decided_by    INTEGER REFERENCES staff (id),
    answer        TEXT,
    CHECK ((state = 'requested') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL))
) STRICT;

CREATE INDEX correction_open ON correction (pub) WHERE state = 'requested';
CREATE INDEX correction_customer ON correction (customer_id, pub);

-- Notes are never taken back; a correction is another note.
CREATE TABLE customer_note (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    kind          TEXT    NOT NULL CHECK (kind IN
                  ('remark', 'feedback', 'complaint', 'suggestion')),
    content       TEXT    NOT NULL CHECK (length(content) BETWEEN 1 AND 4000),
    written_at    TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX customer_note_customer ON customer_note (customer_id, id);

CREATE TABLE customer_alias (
    id            INTEGER PRIMARY KEY,
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('code', 'table', 'name')),
    value         TEXT    NOT NULL,
    UNIQUE (customer_id, kind, value)
) STRICT;

CREATE INDEX customer_alias_value ON customer_alias (value, customer_id);

-- Two cards that became one. Trades and notes stay with the card they were written on and are read
-- with the survivor's; `kept` says what an undoing needs: the survivor as he was, what he was given.
CREATE TABLE customer_merge (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    survivor_id   INTEGER NOT NULL REFERENCES customer (id),
    merged_id     INTEGER NOT NULL REFERENCES customer (id),
    kept          TEXT    NOT NULL CHECK (json_valid(kept)),
    merged_at     TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    undone_at     TEXT,
    undone_by     INTEGER REFERENCES staff (id),
    CHECK (survivor_id <> merged_id),
    CHECK ((undone_at IS NULL) = (undone_by IS NULL))
) STRICT;

CREATE INDEX customer_merge_survivor ON customer_merge (survivor_id, pub);
CREATE UNIQUE INDEX customer_merge_standing ON customer_merge (merged_id)
WHERE undone_at IS NULL;

CREATE VIRTUAL TABLE customer_search USING fts5 (
    terms, content = '', contentless_delete = 1, tokenize = 'unicode61', prefix = '1 2'
);

-- Trades, what settles them, and what acknowledges the settlement.
CREATE TABLE import_batch (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    file_digest   BLOB    NOT NULL CHECK (length(file_digest) = 32),
    rows_taken    INTEGER NOT NULL CHECK (rows_taken >= 0),
    imported_at   TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- A batch that was taken back while nothing depended on it: its trades alone may go.
CREATE TABLE import_withdrawal (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    batch_id      INTEGER NOT NULL UNIQUE REFERENCES import_batch (id),
    reason        TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    withdrawn_at  TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

CREATE TABLE trade (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL GENERATED ALWAYS AS (printf('%016x', id)) VIRTUAL,
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('sale', 'reversal')),
    source        TEXT    NOT NULL CHECK (source IN ('desk', 'imported')),
    traded_on     TEXT    NOT NULL CHECK (traded_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    entered_at    TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    total_fen     INTEGER NOT NULL,
    currency      TEXT    NOT NULL CHECK (length(currency) = 3),
    note          TEXT    NOT NULL DEFAULT '',
    late_reason   TEXT,
    reverses_id   INTEGER REFERENCES trade (id),
    draft_id      TEXT,
    batch_id      INTEGER REFERENCES import_batch (id),
    import_key    TEXT,
    CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
    CHECK (CASE kind WHEN 'sale' THEN total_fen > 0 ELSE total_fen < 0 END)
) STRICT;

CREATE INDEX trade_traded_on ON trade (traded_on);  -- the row id, which rises with time, ends it
CREATE UNIQUE INDEX trade_draft ON trade (draft_id) WHERE draft_id IS NOT NULL;
CREATE UNIQUE INDEX trade_import ON trade (import_key) WHERE import_key IS NOT NULL;
CREATE INDEX trade_reverses ON trade (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX trade_batch ON trade (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX trade_customer ON trade (customer_id, traded_on);

CREATE TABLE trade_line (
    trade_id      INTEGER NOT NULL REFERENCES trade (id),
    position      INTEGER NOT NULL CHECK (position >= 0),
    item          TEXT    NOT NULL CHECK (length(item) BETWEEN 1 AND 200),
    unit          TEXT    NOT NULL DEFAULT '',
    quantity_milli INTEGER NOT NULL,
    price_fen     INTEGER,
    amount_fen    INTEGER NOT NULL,
    note          TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (trade_id, position),
    CHECK (price_fen IS NULL OR quantity_milli * price_fen = amount_fen * 1000)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL GENERATED ALWAYS AS (printf('%016x', id)) VIRTUAL,
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    trade_id      INTEGER NOT NULL REFERENCES trade (id),
    amount_fen    INTEGER NOT NULL CHECK (amount_fen <> 0),
    currency      TEXT    NOT NULL CHECK (length(currency) = 3),
    received_on   TEXT    NOT NULL,
    business_day  TEXT,
    received_at   TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    payer_title   TEXT,
    note          TEXT,
    reverses_id   INTEGER REFERENCES payment (id),
    CHECK ((amount_fen < 0) = (reverses_id IS NOT NULL))
) STRICT;

CREATE INDEX payment_trade ON payment (trade_id);
CREATE INDEX payment_reverses ON payment (reverses_id) WHERE reverses_id IS NOT NULL;

CREATE TABLE payment_part (
    payment_id    INTEGER NOT NULL REFERENCES payment (id),
    position      INTEGER NOT NULL CHECK (position >= 0),
    method        TEXT    NOT NULL CHECK (method IN
                  ('cash', 'bank', 'wechat', 'alipay', 'card', 'cheque', 'other', 'imported')),
    detail        TEXT    NOT NULL DEFAULT '',
    amount_fen    INTEGER NOT NULL CHECK (amount_fen <> 0),
    PRIMARY KEY (payment_id, position)
) STRICT, WITHOUT ROWID;

-- What a trade still asks for: a note of what the rows add up to, compared with them by every
-- check. A trade that is settled has none, so a save of what was paid at once writes none either.
CREATE TABLE trade_owed (
    trade_id      INTEGER PRIMARY KEY REFERENCES trade (id),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    owed_fen      INTEGER NOT NULL CHECK (owed_fen > 0)
) STRICT;

CREATE INDEX trade_owed_customer ON trade_owed (customer_id);

-- A customer's money that lies with the office: kept when he paid more than was asked, used for
-- another trade, given back, or undone with its payment. What lies there is the sum.
CREATE TABLE deposit (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    trade_id      INTEGER NOT NULL REFERENCES trade (id),
    payment_id    INTEGER REFERENCES payment (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('kept', 'used', 'given_back', 'undone')),
    amount_fen    INTEGER NOT NULL CHECK (amount_fen <> 0),
    moved_at      TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    CHECK (CASE kind WHEN 'kept' THEN amount_fen > 0 WHEN 'undone' THEN 1 ELSE amount_fen < 0 END)
) STRICT;

CREATE INDEX deposit_customer ON deposit (customer_id);
CREATE INDEX deposit_trade ON deposit (trade_id);
CREATE INDEX deposit_payment ON deposit (payment_id) WHERE payment_id IS NOT NULL;

-- What the office sells: a line begins with its words, and keeps them whatever becomes of these.
CREATE TABLE service (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    code          TEXT    NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 20),
    name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    unit          TEXT    NOT NULL,
    price_fen     INTEGER CHECK (price_fen > 0),
    mnemonic      TEXT    NOT NULL,
    retired       INTEGER NOT NULL CHECK (retired IN (0, 1))
) STRICT;

-- A second look at a trade, a void or a number: why it was asked for, what stood where, and the
-- verdict, which is final. What was returned is voided or reversed, never edited.
CREATE TABLE review (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    subject       TEXT    NOT NULL CHECK (subject IN ('trade', 'void', 'customer')),
    subject_pub   TEXT    NOT NULL CHECK (length(subject_pub) = 16),
    customer_id   INTEGER NOT NULL REFERENCES customer (id),
    causes        TEXT    NOT NULL CHECK (length(causes) > 0),
    compared      TEXT    NOT NULL,
    asked_at      TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    verdict       TEXT    CHECK (verdict IN ('passed', 'returned')),
    decided_at    TEXT,
    decided_by    INTEGER REFERENCES staff (id),
    reason        TEXT    CHECK (length(reason) BETWEEN 1 AND 200),
    alone         INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
    CHECK ((verdict IS NULL) = (decided_at IS NULL)),
    CHECK ((verdict IS NULL) = (decided_by IS NULL)),
    CHECK (verdict IS NOT 'returned' OR reason IS NOT NULL)
) STRICT;

CREATE INDEX review_open ON review (pub) WHERE verdict IS NULL;
CREATE INDEX review_returned ON review (pub) WHERE verdict = 'returned';
CREATE INDEX review_subject ON review (subject_pub, pub);
CREATE INDEX review_customer ON review (customer_id);

CREATE TABLE series (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    code          TEXT    NOT NULL UNIQUE,
    title         TEXT    NOT NULL,
    pattern       TEXT    NOT NULL,
    reset         TEXT    NOT NULL CHECK (reset IN ('yearly', 'monthly', 'never')),
    active        INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE series_counter (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    series_id     INTEGER NOT NULL REFERENCES series (id),
    period        TEXT    NOT NULL,
    first_seq     INTEGER NOT NULL CHECK (first_seq >= 1),
    last_seq      INTEGER NOT NULL CHECK (last_seq >= first_seq - 1),
    branch_id     INTEGER NOT NULL REFERENCES branch (id),
    confirmed     INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    UNIQUE (series_id, period)
) STRICT;

CREATE TABLE explained_gap (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    series_id     INTEGER NOT NULL REFERENCES series (id),
    period        TEXT    NOT NULL,
    first_seq     INTEGER NOT NULL CHECK (first_seq >= 1),
    last_seq      INTEGER NOT NULL CHECK (last_seq >= first_seq),
    branch_id     INTEGER NOT NULL REFERENCES branch (id),
    reason        TEXT    NOT NULL CHECK (reason IN ('restored', 'paper_book')),
    noted_at      TEXT    NOT NULL
) STRICT;

-- Who has which numbers of a series: a row for a range that goes out, a later one for what comes
-- back of it, from the first unused number on (one above the last where all were used).
CREATE TABLE series_handout (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    series_id     INTEGER NOT NULL REFERENCES series (id),
    period        TEXT    NOT NULL,
    first_seq     INTEGER NOT NULL CHECK (first_seq >= 1),
    last_seq      INTEGER NOT NULL CHECK (last_seq >= first_seq - (returns_id IS NOT NULL)),
    person        TEXT    NOT NULL CHECK (length(person) BETWEEN 1 AND 40),
    handed_on     TEXT    NOT NULL CHECK (handed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    returns_id    INTEGER UNIQUE REFERENCES series_handout (id),
    noted_at      TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- The office's own form of its receipts, of one series or (without one) of all. The one kept last
-- is in force; without a body it is what stands above it: the office's, then the layout's own.
CREATE TABLE receipt_template (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    series_id     INTEGER REFERENCES series (id),
    body          TEXT    CHECK (json_valid(body)),
    made_at       TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX receipt_template_series ON receipt_template (series_id);

CREATE TABLE receipt (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL GENERATED ALWAYS AS (printf('%016x', id)) VIRTUAL,
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    series_id     INTEGER NOT NULL REFERENCES series (id),
    period        TEXT    NOT NULL,
    seq           INTEGER NOT NULL CHECK (seq >= 1),
    number        TEXT    NOT NULL UNIQUE,
    payment_id    INTEGER NOT NULL REFERENCES payment (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('normal', 'red')),
    amount_fen    INTEGER NOT NULL CHECK (CASE kind WHEN 'red' THEN amount_fen < 0 ELSE amount_fen > 0 END),
    currency      TEXT    NOT NULL CHECK (length(currency) = 3),
    payer         TEXT    NOT NULL CHECK (length(payer) BETWEEN 1 AND 200),
    issued_on     TEXT    NOT NULL,
    business_day  TEXT    NOT NULL,
    issued_at     TEXT    NOT NULL,
    zone          TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    branch_id     INTEGER NOT NULL REFERENCES branch (id),
    content       TEXT    NOT NULL CHECK (json_valid(content)),
    content_hash  BLOB    NOT NULL CHECK (length(content_hash) = 32),
    paper         TEXT    NOT NULL,
    layout_version INTEGER NOT NULL CHECK (layout_version >= 1),
    template_id   INTEGER REFERENCES receipt_template (id),
    warnings      TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(warnings)),
    reissue_of_id INTEGER REFERENCES receipt (id),
    reverses_id   INTEGER REFERENCES receipt (id),
    UNIQUE (series_id, period, seq),
    CHECK ((kind = 'red') = (reverses_id IS NOT NULL))
) STRICT;

CREATE INDEX receipt_payment ON receipt (payment_id);
CREATE UNIQUE INDEX receipt_reissue_of ON receipt (reissue_of_id)
WHERE reissue_of_id IS NOT NULL;
CREATE INDEX receipt_reverses ON receipt (reverses_id) WHERE reverses_id IS NOT NULL;

-- By what else than its number a register is ordered: made of the receipts, which are final, when
-- somebody asks for it. No save pays for it.
CREATE TABLE receipt_order (
    receipt_id    INTEGER PRIMARY KEY REFERENCES receipt (id),
    payer         TEXT    NOT NULL,
    amount_fen    INTEGER NOT NULL
) STRICT;

CREATE INDEX receipt_order_payer ON receipt_order (payer);
CREATE INDEX receipt_order_amount ON receipt_order (amount_fen);

CREATE TABLE void (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    kind          TEXT    NOT NULL CHECK (kind IN ('spoiled', 'trade')),
    receipt_id    INTEGER NOT NULL UNIQUE REFERENCES receipt (id),
    payment_id    INTEGER UNIQUE REFERENCES payment (id),
    trade_id      INTEGER UNIQUE REFERENCES trade (id),
    reason        TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    copies        TEXT    NOT NULL CHECK (copies IN ('returned', 'kept', 'unknown')),
    business_day  TEXT    NOT NULL,
    voided_at     TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    CHECK ((kind = 'trade') = (payment_id IS NOT NULL)),
    CHECK (trade_id IS NULL OR kind = 'trade')
) STRICT;

-- A print is a state; only an ended one is covered by an audit entry.
CREATE TABLE print (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    receipt_id    INTEGER NOT NULL REFERENCES receipt (id),
    ordinal       INTEGER NOT NULL CHECK (ordinal >= 1),
    way           TEXT    NOT NULL CHECK (way IN ('pdf', 'printer')),
    device        TEXT,
    paper         TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN
                  ('asked', 'sent', 'confirmed', 'assumed', 'failed')),
    asked_at      TEXT    NOT NULL,
    ended_at      TEXT,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    reason        TEXT,
    CHECK ((state IN ('asked', 'sent')) = (ended_at IS NULL))
) STRICT;

CREATE INDEX print_unended ON print (id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX print_ordinal ON print (receipt_id, ordinal) WHERE state <> 'failed';

-- A sheet of paper that its maker numbered: one print went onto it, or it is spoiled for a reason.
CREATE TABLE stock_sheet (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    stock         TEXT    NOT NULL CHECK (length(stock) BETWEEN 1 AND 40),
    number        TEXT    NOT NULL CHECK (length(number) BETWEEN 1 AND 40),
    print_id      INTEGER REFERENCES print (id),
    reason        TEXT    CHECK (length(reason) BETWEEN 1 AND 200),
    noted_at      TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    UNIQUE (stock, number),
    CHECK ((print_id IS NULL) = (reason IS NOT NULL))
) STRICT;

CREATE INDEX stock_sheet_newest ON stock_sheet (stock);
CREATE INDEX stock_sheet_print ON stock_sheet (print_id) WHERE print_id IS NOT NULL;

-- A close stands until a reopening takes it back; then its day may be closed once more.
CREATE TABLE day_close (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    business_day  TEXT    NOT NULL,
    sheet         TEXT    NOT NULL CHECK (json_valid(sheet)),
    closed_at     TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    ordinal       INTEGER NOT NULL DEFAULT 1 CHECK (ordinal >= 1),
    UNIQUE (business_day, ordinal)
) STRICT;

CREATE TABLE day_reopening (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    close_id      INTEGER NOT NULL UNIQUE REFERENCES day_close (id),
    reason        TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    reopened_at   TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- A month or a year that is closed for good: its sums stay, and nothing is dated into it any more.
CREATE TABLE period_close (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    period        TEXT    NOT NULL UNIQUE CHECK (length(period) IN (4, 7)),
    first_day     TEXT    NOT NULL,
    last_day      TEXT    NOT NULL CHECK (last_day > first_day),
    sheet         TEXT    NOT NULL CHECK (json_valid(sheet)),
    closed_at     TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

CREATE INDEX period_close_last_day ON period_close (last_day);

-- Half-typed forms: one person's, without number and without audit entry (the one exempt table).
CREATE TABLE draft (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    form          TEXT    NOT NULL,
    content       TEXT    NOT NULL CHECK (json_valid(content)),
    updated_at    TEXT    NOT NULL
) STRICT;

CREATE INDEX draft_owner ON draft (staff_id, updated_at, pub);

CREATE TABLE backup (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    branch_id     INTEGER NOT NULL REFERENCES branch (id),
    sequence      INTEGER NOT NULL CHECK (sequence >= 1),
    file_name     TEXT    NOT NULL,
    place         TEXT,             -- 'home', a place of the plan, or NULL: a folder of no name
    bytes         INTEGER NOT NULL CHECK (bytes > 0),
    payload_hash  BLOB    NOT NULL CHECK (length(payload_hash) = 32),
    head_seq      INTEGER NOT NULL,
    written_at    TEXT    NOT NULL,
    proved_at     TEXT,
    UNIQUE (branch_id, sequence)
) STRICT;

-- Backups that were restored to see whether they can be, and by which key.
CREATE TABLE drill (
    id            INTEGER PRIMARY KEY,
    pub           TEXT    NOT NULL UNIQUE CHECK (length(pub) = 16),
    salt          BLOB    NOT NULL CHECK (length(salt) = 16),
    backup        TEXT    NOT NULL CHECK (length(backup) = 16),
    sequence      INTEGER NOT NULL CHECK (sequence >= 1),
    file_name     TEXT    NOT NULL,
    with_key      TEXT    NOT NULL CHECK (with_key IN ('recovery', 'password')),
    receipts      INTEGER NOT NULL CHECK (receipts >= 0),
    head_seq      INTEGER NOT NULL,
    held_at       TEXT    NOT NULL,
    staff_id      INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- What was issued or logged is neither changed nor deleted.
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are final'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries stay'); END;
CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'audit entries follow one another'); END;
CREATE TRIGGER audit_object_is_final BEFORE UPDATE ON audit_object
BEGIN SELECT RAISE(ABORT, 'audit entries are final'); END;
CREATE TRIGGER audit_object_stays BEFORE DELETE ON audit_object
BEGIN SELECT RAISE(ABORT, 'audit entries stay'); END;
CREATE TRIGGER change_is_final BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'history is final'); END;
CREATE TRIGGER signing_key_is_final BEFORE UPDATE ON signing_key
BEGIN SELECT RAISE(ABORT, 'signing keys are final'); END;
CREATE TRIGGER signing_key_stays BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'signing keys stay'); END;
CREATE TRIGGER signing_key_end_is_final BEFORE UPDATE ON signing_key_end
BEGIN SELECT RAISE(ABORT, 'signing keys are final'); END;
CREATE TRIGGER signing_key_end_stays BEFORE DELETE ON signing_key_end
BEGIN SELECT RAISE(ABORT, 'signing keys stay'); END;
CREATE TRIGGER branch_is_final BEFORE UPDATE ON branch
BEGIN SELECT RAISE(ABORT, 'branches are final'); END;
CREATE TRIGGER branch_stays BEFORE DELETE ON branch
BEGIN SELECT RAISE(ABORT, 'branches stay'); END;
CREATE TRIGGER book_is_final BEFORE UPDATE ON book
BEGIN SELECT RAISE(ABORT, 'the book is one book'); END;
CREATE TRIGGER book_stays BEFORE DELETE ON book
BEGIN SELECT RAISE(ABORT, 'the book is one book'); END;
CREATE TRIGGER customer_note_is_final BEFORE UPDATE ON customer_note
BEGIN SELECT RAISE(ABORT, 'notes are final'); END;
CREATE TRIGGER customer_note_stays BEFORE DELETE ON customer_note
WHEN NOT EXISTS (SELECT 1 FROM customer WHERE id = OLD.customer_id AND state = 'erased')
BEGIN SELECT RAISE(ABORT, 'notes stay'); END;
CREATE TRIGGER record_standard_is_final BEFORE UPDATE ON record_standard
BEGIN SELECT RAISE(ABORT, 'standards are final'); END;
CREATE TRIGGER record_standard_stays BEFORE DELETE ON record_standard
BEGIN SELECT RAISE(ABORT, 'standards stay'); END;
CREATE TRIGGER customer_stays BEFORE DELETE ON customer
BEGIN SELECT RAISE(ABORT, 'customers and their numbers stay'); END;
CREATE TRIGGER correction_is_final BEFORE UPDATE ON correction
WHEN OLD.state <> 'requested' OR NEW.customer_id <> OLD.customer_id OR NEW.field <> OLD.field
  OR NEW.wrong <> OLD.wrong OR NEW.correct <> OLD.correct OR NEW.evidence <> OLD.evidence
  OR NEW.verified_by <> OLD.verified_by OR NEW.staff_id <> OLD.staff_id
BEGIN SELECT RAISE(ABORT, 'a decided correction is final'); END;
CREATE TRIGGER service_stays BEFORE DELETE ON service
BEGIN SELECT RAISE(ABORT, 'services stay'); END;
CREATE TRIGGER review_is_final BEFORE UPDATE ON review
WHEN OLD.verdict IS NOT NULL OR NEW.subject <> OLD.subject OR NEW.subject_pub <> OLD.subject_pub
  OR NEW.customer_id <> OLD.customer_id OR NEW.causes <> OLD.causes OR NEW.compared <> OLD.compared
  OR NEW.asked_at <> OLD.asked_at OR NEW.staff_id <> OLD.staff_id
BEGIN SELECT RAISE(ABORT, 'a decided review is final'); END;
CREATE TRIGGER review_stays BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'reviews stay'); END;
CREATE TRIGGER trade_is_final BEFORE UPDATE ON trade
BEGIN SELECT RAISE(ABORT, 'posted trades are final'); END;
CREATE TRIGGER trade_stays BEFORE DELETE ON trade
WHEN NOT EXISTS (SELECT 1 FROM import_withdrawal WHERE batch_id = OLD.batch_id)
BEGIN SELECT RAISE(ABORT, 'posted trades stay'); END;
CREATE TRIGGER trade_line_is_final BEFORE UPDATE ON trade_line
BEGIN SELECT RAISE(ABORT, 'posted trades are final'); END;
CREATE TRIGGER trade_line_stays BEFORE DELETE ON trade_line
WHEN NOT EXISTS (SELECT 1 FROM import_withdrawal WHERE batch_id = 
(SELECT batch_id FROM trade WHERE id = OLD.trade_id))
BEGIN SELECT RAISE(ABORT, 'posted trades stay'); END;
CREATE TRIGGER payment_is_final BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'payments are final'); END;
CREATE TRIGGER payment_stays BEFORE DELETE ON payment
WHEN NOT EXISTS (SELECT 1 FROM import_withdrawal WHERE batch_id = 
(SELECT batch_id FROM trade WHERE id = OLD.trade_id))
BEGIN SELECT RAISE(ABORT, 'payments stay'); END;
CREATE TRIGGER payment_part_is_final BEFORE UPDATE ON payment_part
BEGIN SELECT RAISE(ABORT, 'payments are final'); END;
CREATE TRIGGER payment_part_stays BEFORE DELETE ON payment_part
WHEN NOT EXISTS (SELECT 1 FROM import_withdrawal WHERE batch_id = 
(SELECT batch_id FROM payment JOIN trade ON trade.id = trade_id WHERE payment.id = OLD.payment_id))
BEGIN SELECT RAISE(ABORT, 'payments stay'); END;
CREATE TRIGGER payment_gives_back_what_came BEFORE INSERT ON payment
WHEN NEW.reverses_id IS NOT NULL AND NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0)
FROM payment WHERE id = NEW.reverses_id OR reverses_id = NEW.reverses_id) < 0
BEGIN SELECT RAISE(ABORT, 'more goes back than was paid'); END;
CREATE TRIGGER deposit_is_final BEFORE UPDATE ON deposit
BEGIN SELECT RAISE(ABORT, 'deposits are final'); END;
CREATE TRIGGER deposit_stays BEFORE DELETE ON deposit
BEGIN SELECT RAISE(ABORT, 'deposits stay'); END;
CREATE TRIGGER deposit_holds_it BEFORE INSERT ON deposit
WHEN NEW.amount_fen < 0 AND NEW.amount_fen +
(SELECT coalesce(sum(amount_fen), 0) FROM deposit WHERE customer_id = NEW.customer_id) < 0
BEGIN SELECT RAISE(ABORT, 'more is taken than lies there'); END;
CREATE TRIGGER receipt_template_is_final BEFORE UPDATE ON receipt_template
BEGIN SELECT RAISE(ABORT, 'forms of receipts are final'); END;
CREATE TRIGGER receipt_template_stays BEFORE DELETE ON receipt_template
BEGIN SELECT RAISE(ABORT, 'forms of receipts stay'); END;
CREATE TRIGGER receipt_is_final BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'issued receipts are final'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'issued receipts stay'); END;
CREATE TRIGGER receipt_is_the_only_live_one BEFORE INSERT ON receipt
WHEN EXISTS (
    SELECT 1 FROM receipt AS r WHERE r.payment_id = NEW.payment_id
    AND NOT EXISTS (SELECT 1 FROM void AS v WHERE v.receipt_id = r.id)
)
BEGIN SELECT RAISE(ABORT, 'the payment has a receipt'); END;
CREATE TRIGGER void_is_final BEFORE UPDATE ON void
BEGIN SELECT RAISE(ABORT, 'voids are final'); END;
CREATE TRIGGER void_stays BEFORE DELETE ON void
BEGIN SELECT RAISE(ABORT, 'voids stay'); END;
CREATE TRIGGER print_is_final BEFORE UPDATE ON print
WHEN OLD.state IN ('confirmed', 'assumed', 'failed')
  OR NEW.receipt_id <> OLD.receipt_id OR NEW.ordinal <> OLD.ordinal OR NEW.pub <> OLD.pub
  OR NEW.asked_at <> OLD.asked_at OR NEW.staff_id <> OLD.staff_id
BEGIN SELECT RAISE(ABORT, 'an ended print is final'); END;
CREATE TRIGGER print_stays BEFORE DELETE ON print
BEGIN SELECT RAISE(ABORT, 'prints stay'); END;
CREATE TRIGGER stock_sheet_is_final BEFORE UPDATE ON stock_sheet
BEGIN SELECT RAISE(ABORT, 'a sheet of paper is final'); END;
CREATE TRIGGER drill_is_final BEFORE UPDATE ON drill
BEGIN SELECT RAISE(ABORT, 'a drill is final'); END;
CREATE TRIGGER drill_stays BEFORE DELETE ON drill
BEGIN SELECT RAISE(ABORT, 'drills stay'); END;
CREATE TRIGGER stock_sheet_stays BEFORE DELETE ON stock_sheet
BEGIN SELECT RAISE(ABORT, 'sheets stay'); END;
CREATE TRIGGER day_close_is_final BEFORE UPDATE ON day_close
BEGIN SELECT RAISE(ABORT, 'a closed day is final'); END;
CREATE TRIGGER day_close_stays BEFORE DELETE ON day_close
BEGIN SELECT RAISE(ABORT, 'a closed day stays'); END;
CREATE TRIGGER day_reopening_is_final BEFORE UPDATE ON day_reopening
BEGIN SELECT RAISE(ABORT, 'a reopening is final'); END;
CREATE TRIGGER day_reopening_stays BEFORE DELETE ON day_reopening
BEGIN SELECT RAISE(ABORT, 'a reopening stays'); END;
CREATE TRIGGER period_close_is_final BEFORE UPDATE ON period_close
BEGIN SELECT RAISE(ABORT, 'a closed period is final'); END;
CREATE TRIGGER period_close_stays BEFORE DELETE ON period_close
BEGIN SELECT RAISE(ABORT, 'a closed period stays'); END;
CREATE TRIGGER explained_gap_is_final BEFORE UPDATE ON explained_gap
BEGIN SELECT RAISE(ABORT, 'explained gaps are final'); END;
CREATE TRIGGER explained_gap_stays BEFORE DELETE ON explained_gap
BEGIN SELECT RAISE(ABORT, 'explained gaps stay'); END;
CREATE TRIGGER series_counter_only_rises BEFORE UPDATE ON series_counter
WHEN NEW.last_seq < OLD.last_seq OR NEW.series_id <> OLD.series_id OR NEW.period <> OLD.period
  OR NEW.first_seq <> OLD.first_seq
BEGIN SELECT RAISE(ABORT, 'numbers only rise'); END;
CREATE TRIGGER series_counter_stays BEFORE DELETE ON series_counter
BEGIN SELECT RAISE(ABORT, 'numbers stay'); END;
CREATE TRIGGER series_handout_is_final BEFORE UPDATE ON series_handout
BEGIN SELECT RAISE(ABORT, 'what was handed out is final'); END;
CREATE TRIGGER series_handout_stays BEFORE DELETE ON series_handout
BEGIN SELECT RAISE(ABORT, 'what was handed out stays'); END;
CREATE TRIGGER series_handout_has_one_holder BEFORE INSERT ON series_handout
WHEN NEW.returns_id IS NULL AND EXISTS (SELECT 1 FROM series_handout AS o
WHERE o.series_id = NEW.series_id AND o.period = NEW.period AND o.returns_id IS NULL
AND o.first_seq <= NEW.last_seq AND o.last_seq >= NEW.first_seq
AND NOT EXISTS (SELECT 1 FROM series_handout WHERE returns_id = o.id))
BEGIN SELECT RAISE(ABORT, 'somebody has some of these numbers'); END;
CREATE TRIGGER series_handout_comes_back_itself BEFORE INSERT ON series_handout
WHEN NEW.returns_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM series_handout AS o
WHERE o.id = NEW.returns_id AND o.returns_id IS NULL AND o.series_id = NEW.series_id
AND o.period = NEW.period AND o.last_seq = NEW.last_seq AND o.first_seq <= NEW.first_seq)
BEGIN SELECT RAISE(ABORT, 'that is not what was handed out'); END;
CREATE TRIGGER import_batch_is_final BEFORE UPDATE ON import_batch
BEGIN SELECT RAISE(ABORT, 'imports are final'); END;
CREATE TRIGGER import_batch_stays BEFORE DELETE ON import_batch
BEGIN SELECT RAISE(ABORT, 'imports stay'); END;
CREATE TRIGGER import_withdrawal_is_final BEFORE UPDATE ON import_withdrawal
BEGIN SELECT RAISE(ABORT, 'imports are final'); END;
CREATE TRIGGER import_withdrawal_stays BEFORE DELETE ON import_withdrawal
BEGIN SELECT RAISE(ABORT, 'imports stay'); END;
