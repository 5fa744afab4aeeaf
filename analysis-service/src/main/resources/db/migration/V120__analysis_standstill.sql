-- When analyses stood still, as their execution was paused.
CREATE TABLE analysis_standstill (
    operation_id text NOT NULL,
    since        timestamptz NOT NULL,
    until        timestamptz,
    deadline     timestamptz,
    PRIMARY KEY (operation_id, since)
);
