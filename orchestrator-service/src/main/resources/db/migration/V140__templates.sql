-- Which version of a template its pipelines on a channel have. The row is locked while it is moved and while a pipeline
-- is put on it.
create table template_channel (
    template  text  not null,
    channel   text  not null,
    digest    text  not null,
    -- what a part of the pipelines has already, while it goes out in waves
    incoming  text,
    primary key (template, channel)
);

alter table definition
    -- marks definitions that are applied together
    add column source            text,
    -- of a pipeline that names a template: what made it, and the digest of what came out
    add column template          text,
    add column template_digest   text,
    add column template_channel  text,
    add column expanded          text references content (digest);
create index definition_template on definition (template, name) where template is not null;
