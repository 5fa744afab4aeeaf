-- Images that an execution delivered and took back: nothing brings them back by itself.
create table withdrawn_artifact (
    pipeline      text        not null,
    -- repository@digest
    image         text        not null,
    -- that took it back last
    execution_id  text        not null references execution (id),
    withdrawn_at  timestamptz not null,
    primary key (pipeline, image)
);
create index withdrawn_artifact_execution on withdrawn_artifact (execution_id);
