-- Reports in order of their age, for those that are too old.
CREATE INDEX analysis_report_at ON analysis_report (judged_at);
