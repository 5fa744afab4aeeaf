-- The evidence behind each verdict. One row for each analysis that completed.
CREATE TABLE analysis_report (
    operation_id text PRIMARY KEY,
    execution_id text NOT NULL,
    verdict      text NOT NULL,
    score        double precision NOT NULL,
    judged_at    timestamptz NOT NULL,
    report       jsonb NOT NULL
);

CREATE INDEX analysis_report_by_execution ON analysis_report (execution_id, judged_at);
