-- Images that are kept from pipelines.
create table withdrawn_image (
    pipeline     text        not null,
    repository   text        not null,
    digest       text        not null,
    application  text        not null,
    -- null: an execution took it back
    by_user      text,
    execution    text,
    reason       text        not null,
    at           timestamptz not null,
    primary key (pipeline, repository, digest)
);
