-- An execution that took back what it had delivered is not what is meant to run, whatever becomes of its images later.
alter table execution add column taken_back boolean not null default false;
update execution set taken_back = true where id in (select execution_id from withdrawn_artifact);
drop index withdrawn_artifact_execution;
