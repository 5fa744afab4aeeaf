-- What the delivery figures are counted from: executions that carried images and ran to an end.
alter table execution_view
    add started_at  timestamptz,
    add finished_at timestamptz,
    add images      int not null default 0;

update execution_view
set started_at  = (document::json ->> 'startedAt')::timestamptz,
    finished_at = (document::json ->> 'finishedAt')::timestamptz,
    images      = coalesce(json_array_length(document::json -> 'artifacts'), 0);

create index execution_view_finished_at on execution_view (finished_at) where finished_at is not null;
