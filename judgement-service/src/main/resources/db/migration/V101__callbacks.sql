-- Calls whose end is told by a callback. The first one to write ended_at tells the end.
create table callback (
    id           text primary key,
    execution_id text not null,
    task         text not null,
    ended_at     timestamptz
);

create index callback_ended on callback (ended_at) where ended_at is not null;
