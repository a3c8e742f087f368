-- The tables of one run. Each row is a pure function of the topic (R7 to R10).
--
--   psql -v schema=NAME -f schema.sql        or        ./sluice schema --name NAME
--
-- An engine needs TEMP on the database, USAGE on the schema, SELECT, INSERT and UPDATE on
-- processed_events and ledger, SELECT and INSERT on the others. It needs no privilege to create.
--
-- You may add your own constraints, triggers and policies: a row that one of them refuses goes to
-- dead_letters as 'refused' (R13), also where a BEFORE trigger returns NULL. If it depends only on
-- the row (CHECK, NOT NULL, domain, BEFORE INSERT trigger, policy), it refuses the same records
-- however they are batched; a unique or foreign key, or an UPDATE trigger, may depend on the order
-- of arrival. That an AFTER trigger deletes or moves rows is not noticed. The database's encoding
-- must be UTF8.

CREATE SCHEMA IF NOT EXISTS :"schema";

-- Identifies the pipeline; not compared. Another pipeline never continues these tables (R10).
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
  isolation               text    NOT NULL,
  events_sha256           text               -- null: the values have the contract's own names
);

-- For a table that was made before there were mappings.
ALTER TABLE :"schema".pipeline ADD COLUMN IF NOT EXISTS events_sha256 text;

-- Accepted events, one row per identity: the one at the lowest (partition, offset) (R7).
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

-- Records that are not events, and rows refused by a user's constraint, trigger or policy (R8, R13).
CREATE TABLE IF NOT EXISTS :"schema".dead_letters (
  source_partition integer NOT NULL,
  source_offset    bigint  NOT NULL,
  reason           text    NOT NULL,         -- from the contract's closed list, or 'refused'
  raw              bytea,                    -- null where the record has no value
  raw_length       integer,
  raw_sha256       bytea,
  PRIMARY KEY (source_partition, source_offset)
);

-- The progress of each partition; moves in the transaction of the rows that it counts (R9).
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
