-- Which application things belong to. Null: known to those who may see all.
alter table execution_view add column application text;
update execution_view set application = summary::json ->> 'application';
create index execution_view_application on execution_view (application, accepted_at desc, id desc);
-- Filled in when a definition is stored again.
alter table definition_view add column application text;

alter table access_token
    -- Names a token where the token itself must not stand.
    add column id          text generated always as (left(sha256, 16)) stored unique,
    add column description text,
    add column created_by  text,
    add column expires_at  timestamptz,
    add column revoked_at  timestamptz,
    add column revoked_by  text;
create index access_token_user on access_token (user_name);

create table audit_entry (
    id          bigint generated always as identity primary key,
    at          timestamptz not null,
    user_name   text        not null,
    token       text        not null,
    channel     text        not null,
    address     text        not null,
    action      text        not null,
    path        text        not null,
    status      int         not null
);
create index audit_entry_user on audit_entry (user_name, id desc);

-- The audit only grows, also by mistake of ours.
create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'audit entries are not changed or removed';
end
$$;
create trigger audit_entry_stays before update or delete on audit_entry
    for each row execute function refuse_change_of_audit();
create trigger audit_stays before truncate on audit_entry
    for each statement execute function refuse_change_of_audit();
