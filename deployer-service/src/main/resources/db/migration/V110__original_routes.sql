-- What routing objects were before their traffic was first shared: what a restore gives back.
create table original_route (
    context      text        not null,
    namespace    text        not null,
    -- of the API, without the version
    api_group    text        not null,
    kind         text        not null,
    name         text        not null,
    -- null: there was none
    body         text,
    -- that first shared it
    execution_id text        not null,
    recorded_at  timestamptz not null default now(),
    primary key (context, namespace, api_group, kind, name)
);
