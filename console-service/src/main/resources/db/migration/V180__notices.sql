-- What became of telling people by a rule, the newest last.
create table notice (
    id           text primary key,
    position     bigint generated always as identity unique,
    execution_id text        not null,
    rule         text        not null,
    occasion     text        not null,
    channel      text        not null,
    address      text        not null,
    failure      text,
    at           timestamptz not null
);
create index notice_execution on notice (execution_id);
create index notice_at on notice (at);
create index notice_failed on notice (position) where failure is not null;
