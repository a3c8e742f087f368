-- The tables of one run, each row of which is a pure function of the topic (R7 to R10).
--
--   psql -v schema=NAME -f schema.sql        or        ./sluice schema --name NAME
--
-- An engine needs TEMP on the database, USAGE on the schema, SELECT, INSERT and UPDATE on
-- processed_events and ledger, SELECT and INSERT on the others. It needs no right to create.
--
-- Constraints of one's own are welcome, and so are triggers and policies: a row that one refuses goes
-- to dead_letters as 'refused' (R13), also where a BEFORE trigger returns NULL. One that looks at the
-- row alone (CHECK, NOT NULL, domain, BEFORE INSERT trigger, policy) refuses the same records whatever
-- the batches; a unique or foreign key, or an UPDATE trigger, may depend on the order of arrival.
-- An AFTER trigger that deletes or moves rows does so unseen. The database's encoding is UTF8.

CREATE SCHEMA IF NOT EXISTS :"schema";

-- Which pipeline this is; not compared. Another pipeline never continues these tables (R10).
CREATE TABLE IF NOT EXISTS :"schema".pipeline (
  one_row                 boolean PRIMARY KEY DEFAULT true CHECK (one_row),
  contract_version        integer NOT NULL,
  run_id                  text    NOT NULL,
  kafka_cluster_id        text    NOT NULL,
  topic                   text    NOT NULL,
  topic_id                text    NOT NULL,
  rules_sha256            text    NOT NULL,
  allowed_lateness_micros bigint,            -- null: unlimited
  allowed_skew_micros     bigint  NOT NULL,
  dead_letters_per_reason bigint  NOT NULL,
  limits                  text    NOT NULL,  -- the model's limits, name=value, sorted
  isolation               text    NOT NULL
);

-- Accepted events, one row an identity: the one at the lowest (partition, offset) (R7).
CREATE TABLE IF NOT EXISTS :"schema".processed_events (
  identity         text COLLATE "C" PRIMARY KEY,
  source_partition integer     NOT NULL,
  source_offset    bigint      NOT NULL,
  event_time       timestamptz NOT NULL,
  host             text        NOT NULL,
  url              text        NOT NULL,
  ip               text,
  method           text,
  status           integer,
  bytes            bigint,
  referrer         text,
  user_agent       text
);

-- Events that took longer to arrive than allowed (R4, R8).
CREATE TABLE IF NOT EXISTS :"schema".late_events (
  source_partition integer     NOT NULL,
  source_offset    bigint      NOT NULL,
  reason           text        NOT NULL,     -- 'late'
  identity         text COLLATE "C" NOT NULL,
  event_time       timestamptz NOT NULL,
  lateness_micros  bigint      NOT NULL,
  raw              bytea       NOT NULL,     -- the first 4096 bytes of the record's value
  raw_length       integer     NOT NULL,     -- of the whole value, in bytes
  raw_sha256       bytea       NOT NULL,     -- of the whole value
  PRIMARY KEY (source_partition, source_offset)
);

-- Records that are no events, and rows that a constraint of the user's own refused (R8, R13).
CREATE TABLE IF NOT EXISTS :"schema".dead_letters (
  source_partition integer NOT NULL,
  source_offset    bigint  NOT NULL,
  reason           text    NOT NULL,         -- of the contract's closed list, or 'refused'
  raw              bytea,                    -- null where the record has no value
  raw_length       integer,
  raw_sha256       bytea,
  PRIMARY KEY (source_partition, source_offset)
);

-- What was done, per partition; moves in the transaction of the rows that it counts (R9).
-- counts: {"accepted": n, "late": n, "refused": n, "filtered:RULE": n, "malformed:REASON": n},
-- without zeros. Low fillfactor, no further index: every batch updates this row in place.
CREATE TABLE IF NOT EXISTS :"schema".ledger (
  topic     text    NOT NULL,
  partition integer NOT NULL,
  first     bigint  NOT NULL,
  next      bigint  NOT NULL,
  counts    jsonb   NOT NULL DEFAULT '{}',
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
