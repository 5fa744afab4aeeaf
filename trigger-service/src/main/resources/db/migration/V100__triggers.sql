-- The pipelines in force, as the orchestrator announces them.
create table pipeline (
    name      text primary key,
    file_name text not null,
    document  text not null,
    digest    text not null
);

-- Names the state of `pipeline`: a replica that holds an index of another revision reads it anew. The number comes from a
-- sequence, which never gives one twice: what was read in a transaction that rolls back belongs to a revision that
-- nobody ever sees.
create sequence pipeline_revision_number;
create table pipeline_revision (
    revision bigint not null
);
insert into pipeline_revision values (nextval('pipeline_revision_number'));

-- The last start of each pipeline with each image, to know one push that is announced twice.
create table started (
    pipeline     text        not null,
    image        text        not null,
    execution_id text        not null,
    at           timestamptz not null,
    primary key (pipeline, image)
);
create index started_at on started (at);

-- What came in, and what became of it (JSON: one line for each trigger that the image concerns).
create table trigger_event (
    id          bigint generated always as identity primary key,
    source      text        not null,
    event_id    text        not null,
    action      text        not null,
    image       text        not null,
    at          timestamptz not null,
    taken_at    timestamptz not null default now(),
    explanation text        not null
);
create index trigger_event_source on trigger_event (source, event_id);
create index trigger_event_taken_at on trigger_event (taken_at);

-- Messages of Pub/Sub that were taken in or refused: a message delivered again is acknowledged and ignored.
create table pubsub_message (
    subscription text        not null,
    message_id   text        not null,
    taken_at     timestamptz not null default now(),
    refusal      text,
    payload      text,
    primary key (subscription, message_id)
);
create index pubsub_message_taken_at on pubsub_message (taken_at);
