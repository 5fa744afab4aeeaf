-- Manifests by the digest of their text, as they were handed in: what templates bring and what is rendered.
create table definition_file (
    digest text primary key,
    text   text not null
);

alter table definition_view
    add column source           text,
    -- path -> digest, as JSON
    add column files            text not null default '{}',
    -- of a pipeline that names a template
    add column template         text,
    add column template_channel text,
    add column template_digest  text,
    add column expanded         text;
create index definition_view_template on definition_view (template, name) where template is not null;

create table template_version (
    name      text        not null,
    digest    text        not null,
    file_name text        not null,
    document  text        not null,
    files     text        not null,
    by_user   text        not null,
    at        timestamptz not null,
    number    bigint      not null generated always as identity,
    primary key (name, digest)
);

create table template_channel (
    name     text not null,
    channel  text not null,
    digest   text not null,
    incoming text,
    primary key (name, channel)
);

create table template_move (
    number    bigint      primary key generated always as identity,
    name      text        not null,
    channel   text        not null,
    digest    text        not null,
    incoming  text,
    percent   int         not null,
    pipelines text        not null,
    moved     int         not null,
    by_user   text        not null,
    at        timestamptz not null
);
create index template_move_name on template_move (name, number desc);
