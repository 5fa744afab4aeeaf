-- An event is kept as it came, under the identity by which people name it, so that it can be taken once more.
alter table trigger_event rename column image to subject;
alter table trigger_event drop column action;
alter table trigger_event add column event text;
alter table trigger_event add column kind text not null default 'registry';
alter table trigger_event add column fact text;
alter table trigger_event add column replay_of text;
alter table trigger_event add column requested_by text;
update trigger_event set explanation = (explanation::jsonb || '{"omitted":0}')::text;
alter table trigger_event alter column explanation set default '{"outcomes":[],"omitted":0}';
-- One that is brought again, by another replica even, has no effect.
create unique index trigger_event_event on trigger_event (event);

-- The newest image that a trigger was matched with, where a trigger wants only newer ones.
create table newest_image (
    pipeline text        not null,
    trigger  text        not null,
    at       timestamptz not null,
    primary key (pipeline, trigger)
);

-- What an execution was given, until it ends: pipelines that follow get it.
create table running_execution (
    execution_id text primary key,
    depth        int         not null,
    artifacts    text        not null,
    at           timestamptz not null
);
create index running_execution_at on running_execution (at);

-- What a polled registry had; a tag '' says that a repository was read once.
create table polled_tag (
    repository text        not null,
    tag        text        not null,
    digest     text        not null,
    at         timestamptz not null default now(),
    primary key (repository, tag)
);
