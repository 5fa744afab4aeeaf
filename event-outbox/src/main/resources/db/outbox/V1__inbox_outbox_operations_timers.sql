-- Messages that this service has handled. Source and id together identify a message.
create table gennaker_inbox (
    source      text        not null,
    id          text        not null,
    handled_at  timestamptz not null default now(),
    primary key (source, id)
);
create index gennaker_inbox_handled_at on gennaker_inbox (handled_at);

-- Records to be sent, in the order of id. A row goes away when the bus has it.
create table gennaker_outbox (
    id          bigint      generated always as identity primary key,
    topic       text        not null,
    key         bytea,
    headers     text        not null,
    value       bytea,
    written_at  timestamptz not null default clock_timestamp(),
    -- why the bus will never take this record; such rows are kept for a person to look at
    refused     text
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
create index gennaker_outbox_waiting on gennaker_outbox (id) where refused is null;

-- Long work. `due` says when the row may be claimed next: for one that runs, that is when its lease ends.
create table gennaker_operation (
    id                text        primary key,
    key               text        not null,
    command           text        not null,
    state             text,
    due               timestamptz not null default clock_timestamp(),
    owner             text,
    -- grows with each claim: writes of an earlier owner find no row
    token             bigint      not null default 0,
    attempt           integer     not null default 0,
    failures          integer     not null default 0,
    last_failure      text,
    cancel_requested  boolean     not null default false,
    cause_id          text,
    traceparent       text,
    submitted_at      timestamptz not null default clock_timestamp(),
    ended_at          timestamptz
) with (fillfactor = 80);
create index gennaker_operation_due on gennaker_operation (due) where ended_at is null;
create index gennaker_operation_ended_at on gennaker_operation (ended_at) where ended_at is not null;

create table gennaker_timer (
    id           text        primary key,
    key          text        not null,
    due          timestamptz not null,
    -- `due`, or later after a failure to fire
    next_attempt timestamptz not null,
    payload      text        not null,
    failures     integer     not null default 0,
    cause_id     text,
    traceparent  text
);
create index gennaker_timer_next_attempt on gennaker_timer (next_attempt);
create index gennaker_timer_key on gennaker_timer (key);
