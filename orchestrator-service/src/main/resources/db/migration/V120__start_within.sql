-- How long an execution waits for its place at most; null for as long as it takes.
alter table pipeline add column start_within_ms bigint;
