-- When an execution moved last, when it must have moved again, and when somebody was told that it did not.
alter table execution add column moved_at timestamptz;
alter table execution add column look_at timestamptz;
alter table execution add column reported_at timestamptz;
create index execution_look_at on execution (look_at) where ended_at is null and reported_at is null;
create index execution_reported on execution (reported_at) where ended_at is null and reported_at is not null;
