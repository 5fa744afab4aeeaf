-- What verdicts on canaries rest on.
create table analysis_report (
    operation_id text             primary key,
    execution_id text             not null,
    cluster      text             not null,
    namespace    text             not null,
    workload     text             not null,
    verdict      text             not null,
    score        double precision not null,
    at           timestamptz      not null,
    document     text             not null
);
create index analysis_report_place on analysis_report (cluster, namespace, workload, at desc) where verdict = 'PASS';
create index analysis_report_at on analysis_report (at);
