create table execution_view (
    id              text primary key,
    -- Order of the list. Null until the orchestrator's first event is there.
    accepted_at     timestamptz,
    pipeline        text,
    status          text,
    judgements      int   not null default 0,
    open_judgements int   not null default 0,
    -- Line of the list; there when accepted_at is.
    summary         text,
    document        text  not null
);
create index execution_view_accepted_at on execution_view (accepted_at desc, id desc);
create index execution_view_pipeline on execution_view (pipeline, accepted_at desc, id desc);
create index execution_view_status on execution_view (status, accepted_at desc, id desc);
create index execution_view_judgements on execution_view (accepted_at desc, id desc) where judgements > 0;
create index execution_view_open_judgements on execution_view (accepted_at desc, id desc) where open_judgements > 0;

create table definition_view (
    kind      text        not null,
    name      text        not null,
    digest    text        not null,
    file_name text        not null,
    document  text        not null,
    by_user   text        not null,
    at        timestamptz not null,
    primary key (kind, name)
);

-- What became of answers, for the request that waits for it.
create table answer_result (
    judgement  text        not null,
    user_name  text        not null,
    request_id text        not null,
    refusal    text,
    reason     text,
    at         timestamptz not null default now(),
    primary key (judgement, user_name, request_id)
);
create index answer_result_at on answer_result (at);

create table access_token (
    sha256     text primary key,
    user_name  text        not null,
    roles      text        not null,
    created_at timestamptz not null default now()
);
