-- Needed to begin a shift again. Shifts from before have none and are not watched.
alter table intended_weights add column workload text;

-- Changes that somebody else made while a shift was in force, and what was done about them.
create table route_drift (
    operation_id text        not null,
    number       integer     not null,
    -- of the routing objects as they were found
    version      text        not null,
    found        text        not null,
    answer       text        not null check (answer in ('CORRECTED', 'HELD', 'LOOPED')),
    seen_at      timestamptz not null,
    -- of the correction; null while it is under way, and where none was begun
    ended_at     timestamptz,
    primary key (operation_id, number)
);
create index route_drift_age on route_drift (seen_at);
