-- What an execution was given is kept while it is under way, however long, and as long after its end as events are.
-- Null: it has not ended, or was opened again.
alter table running_execution add column ended_at timestamptz;
create index running_execution_ended_at on running_execution (ended_at) where ended_at is not null;
