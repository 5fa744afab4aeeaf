-- People withdraw images, too.
alter table withdrawn_artifact
    alter column execution_id drop not null,
    -- null: an execution took it back
    add column withdrawn_by text,
    add column reason text,
    add check (num_nonnulls(execution_id, withdrawn_by) = 1);
