-- What runs where, as deliveries left it. Without images: it was removed.
create table workload (
    cluster   text        not null,
    namespace text        not null,
    kind      text        not null,
    name      text        not null,
    images    text[]      not null,
    execution text        not null,
    at        timestamptz not null,
    primary key (cluster, namespace, kind, name)
);
