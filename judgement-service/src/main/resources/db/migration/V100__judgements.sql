create table judgement (
    id           text primary key,
    execution_id text        not null,
    pipeline     text        not null,
    requester    text,
    spec         text        not null,
    opened_at    timestamptz not null,
    expires_at   timestamptz not null,
    status       text        not null check (status in ('OPEN', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
    decision     text check (decision in ('APPROVE', 'REJECT')),
    decided_by   text        not null default '[]',
    comment      text,
    ended_at     timestamptz
);

create index judgement_execution on judgement (execution_id);

-- Appended, never changed: who answered what, when, by which channel.
create table answer (
    judgement_id text        not null references judgement (id),
    request_id   text        not null,
    position     int         not null,
    decision     text        not null check (decision in ('APPROVE', 'REJECT')),
    user_name    text        not null,
    roles        text        not null,
    channel      text        not null,
    comment      text,
    answered_at  timestamptz not null,
    primary key (judgement_id, request_id),
    unique (judgement_id, user_name)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'answers are appended, never changed';
end
$$;

create trigger answer_is_append_only before update or delete on answer for each row execute function refuse_change();
