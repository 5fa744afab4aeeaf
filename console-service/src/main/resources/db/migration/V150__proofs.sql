-- Signed provenance of executions that ended: a DSSE envelope as it was signed.
create table attestation (
    execution  text        primary key,
    key_id     text        not null,
    envelope   text        not null,
    at         timestamptz not null
);

-- What replays came to, for the requests that wait for them.
create table replay_result (
    execution   text        not null,
    request_id  text        not null,
    moves       integer     not null,
    same        boolean     not null,
    difference  text,
    at          timestamptz not null default now(),
    primary key (execution, request_id)
);
create index replay_result_at on replay_result (at);
