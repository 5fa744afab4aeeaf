-- The last graph of each namespace that somebody looked at.
create table service_graph (
    cluster   text        not null,
    namespace text        not null,
    at        timestamptz not null,
    document  text,
    problem   text,
    primary key (cluster, namespace)
);

-- Where executions shifted traffic.
create table shifted_place (
    cluster   text        not null,
    namespace text        not null,
    execution text        not null,
    revision  text        not null,
    at        timestamptz not null,
    primary key (cluster, namespace, execution)
);
insert into shifted_place (cluster, namespace, execution, revision, at)
select distinct on (1, 2, 3) shift ->> 'cluster', shift ->> 'namespace', execution.id,
       left(encode(sha256(convert_to(execution.id, 'UTF8')), 'hex'), 10), (shift ->> 'appliedAt')::timestamptz
  from execution_view execution, json_array_elements(execution.document::json -> 'trafficSplits') shift
 where execution.document::json -> 'trafficSplits' is not null;
