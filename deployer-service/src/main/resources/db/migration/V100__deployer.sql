-- What an apply found before it wrote: what an undo restores.
create table previous_object (
    operation_id text        not null,
    place        integer     not null,
    api_version  text        not null,
    kind         text        not null,
    namespace    text,
    name         text        not null,
    -- null: the apply made it
    body         text,
    recorded_at  timestamptz not null default now(),
    primary key (operation_id, place)
);
create index previous_object_age on previous_object (recorded_at);

-- The weights that each route is meant to have; what a cluster has is compared with this.
create table intended_weights (
    context          text        not null,
    namespace        text        not null,
    virtual_service  text        not null,
    -- empty: the only one
    http_route       text        not null,
    host             text        not null,
    cluster          text        not null,
    destination_rule text        not null,
    execution_id     text        not null,
    operation_id     text        not null,
    release          integer     not null,
    baseline         integer     not null,
    canary           integer     not null,
    intended_at      timestamptz not null,
    reached_at       timestamptz,
    primary key (context, namespace, virtual_service, http_route, host),
    check (release + baseline + canary = 100)
);
