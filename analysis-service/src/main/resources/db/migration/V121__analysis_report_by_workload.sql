-- Releases of a workload that passed, for the comparison with them.
CREATE INDEX analysis_report_passed_of ON analysis_report
    ((report -> 'cluster' ->> 'name'), (report ->> 'namespace'), (report ->> 'workload'), judged_at)
    WHERE verdict = 'PASS';
