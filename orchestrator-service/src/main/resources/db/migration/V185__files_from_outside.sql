-- Starts that wait for files from outside, or behind one that does. Short-lived: gone when the execution is accepted or refused.
create table waiting_start (
    execution_id  text         primary key,
    pipeline      text         not null,
    -- order in which they came
    place         bigint       not null generated always as identity,
    command       json         not null,
    -- artifact -> what was asked for it, and the answer; the texts are in content
    files         json         not null,
    arrived_at    timestamptz  not null
);
create index waiting_start_pipeline on waiting_start (pipeline, place);
