-- Of the state, the commands and the timers that a decision gave; null for moves of earlier versions.
alter table execution_event add column decision bytea;

-- What started it, where the plan has what started the first; null for executions of earlier versions.
alter table execution add column trigger json;
