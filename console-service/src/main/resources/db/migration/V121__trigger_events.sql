-- What the trigger service took in, and what became of it.
create table trigger_event (
    event    text primary key,
    position bigint generated always as identity unique,
    at       timestamptz not null,
    document text        not null
);
create index trigger_event_at on trigger_event (at);
