-- Places of a pipeline: the row is locked while one decides who may run. Kept when the definition is removed,
-- because its executions may still run.
create table pipeline (
    name               text     primary key,
    concurrency_limit  integer  not null check (concurrency_limit > 0),
    when_full          text     not null
);

-- What executions do, by digest; written once.
create table plan (
    digest      text        primary key,
    body        bytea       not null,
    created_at  timestamptz not null default clock_timestamp()
);

-- Where executions stand. Small and often updated.
create table execution (
    id           text        primary key,
    pipeline     text        not null,
    status       text        not null,
    plan_digest  text        not null references plan (digest),
    state        bytea       not null,
    -- inputs that moved it so far
    sequence     bigint      not null,
    -- order in which those that wait get their place
    place        bigint      not null generated always as identity,
    accepted_at  timestamptz not null,
    started_at   timestamptz,
    ended_at     timestamptz
) with (fillfactor = 70);
create index execution_open on execution (pipeline, place) where ended_at is null;

-- Every move of an execution, appended and never changed: what came in and what was made known.
create table execution_event (
    execution_id  text        not null references execution (id),
    sequence      bigint      not null,
    at            timestamptz not null,
    input         json        not null,
    events        json        not null,
    primary key (execution_id, sequence)
);

-- Texts by the digest of their UTF-8 bytes.
create table content (
    digest  text  primary key,
    text    text  not null
);

-- Every version of a definition that was ever in force.
create table definition_version (
    kind        text        not null,
    name        text        not null,
    digest      text        not null,
    file_name   text        not null,
    document    text        not null,
    -- path -> digest of its content
    files       jsonb       not null,
    applied_by  text        not null,
    applied_at  timestamptz not null,
    primary key (kind, name, digest)
);

-- The version in force.
create table definition (
    kind        text        not null,
    name        text        not null,
    digest      text        not null,
    applied_at  timestamptz not null,
    primary key (kind, name),
    foreign key (kind, name, digest) references definition_version (kind, name, digest)
);
