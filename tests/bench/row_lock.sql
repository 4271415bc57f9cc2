-- The usual way to move money in PostgreSQL, as a peer: one call locks both accounts in order, checks, updates and
-- inserts. As fast as such a function can be: no holds, no history but the row, ids that grow with time.
CREATE TABLE row_lock_accounts (
    number integer PRIMARY KEY,
    debits_minor bigint NOT NULL DEFAULT 0,
    credits_minor bigint NOT NULL DEFAULT 0,
    CHECK (debits_minor <= credits_minor)
) WITH (fillfactor = 50);  -- Room on the page for new versions of a row, without touching the index.

CREATE TABLE row_lock_transfers (
    id uuid PRIMARY KEY,
    debit integer NOT NULL,
    credit integer NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    created_at timestamptz NOT NULL
);

INSERT INTO row_lock_accounts SELECT number, 0, 1000000000000 FROM generate_series(1, 10000) AS number;

CREATE FUNCTION row_lock_transfer(asked_id uuid, from_number integer, to_number integer, amount bigint) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO row_lock_transfers VALUES (asked_id, from_number, to_number, amount, now()) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'exists';
    END IF;
    PERFORM FROM row_lock_accounts WHERE number IN (from_number, to_number) ORDER BY number FOR UPDATE;
    UPDATE row_lock_accounts SET debits_minor = debits_minor + amount WHERE number = from_number;
    UPDATE row_lock_accounts SET credits_minor = credits_minor + amount WHERE number = to_number;
    RETURN 'created';
END
$$;
