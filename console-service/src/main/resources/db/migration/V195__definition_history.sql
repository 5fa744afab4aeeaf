-- Every version that was in force, in the order in which they came. Without digest: it was removed.
create table definition_version (
    number          bigint      primary key generated always as identity,
    kind            text        not null,
    name            text        not null,
    digest          text,
    template        text,
    template_digest text,
    file_name       text,
    document        text,
    files           text        not null default '{}',
    expanded        text,
    application     text,
    by_user         text        not null,
    at              timestamptz not null
);
create index definition_version_name on definition_version (kind, name, number desc);

-- What is in force today begins the history.
insert into definition_version
    (kind, name, digest, template, template_digest, file_name, document, files, expanded, application, by_user, at)
select kind, name, digest, template, template_digest, file_name, document, files, expanded, application, by_user, at
from definition_view order by at;
