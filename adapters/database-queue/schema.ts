/**
 * Tables of the database queue; a migration of the house runs this once. Repeating it is harmless.
 * `claimed_by` is the process that works on an item, `claimed_for` the consumer in it. `work_holder` has a row per process: an item whose holder neither beats nor holds its advisory lock is given back.
 */
export const WORK_ITEM_SQL = `
create table if not exists work_item (
  id uuid primary key,
  topic text not null,
  ref text not null,
  urgency smallint not null check (urgency between 0 and 3),
  place bigint generated always as identity,
  deliveries integer not null default 0,
  failures integer not null default 0,
  ready_at timestamptz not null default now(),
  claimed_by integer,
  claimed_for integer,
  last_reason text,
  published_at timestamptz not null default now()
);
create index if not exists work_item_ready on work_item (topic, urgency desc, place) where claimed_by is null;
create index if not exists work_item_claimed on work_item (claimed_by) where claimed_by is not null;
create table if not exists work_holder (
  key integer primary key,
  beat_at timestamptz not null default now()
);
`;

/** Takes back what the migration made. */
export const WORK_ITEM_DOWN_SQL = "drop table if exists work_item, work_holder;";
