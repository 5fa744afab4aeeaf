-- What each replica of each service said last of everything that it looks at.
create table health (
    service  text        not null,
    replica  text        not null,
    kind     text        not null,
    name     text        not null,
    at       timestamptz not null,
    document text        not null,
    primary key (service, replica, kind, name)
);
create index health_at on health (at);
