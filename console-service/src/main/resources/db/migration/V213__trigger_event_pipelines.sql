-- Whom an event concerns: who may see only some applications finds theirs however many others came since.
alter table trigger_event add pipelines text[] not null default '{}';

-- What a caller wrote may hold the escape that json does not take apart.
update trigger_event
set pipelines = array(
    select distinct line ->> 'pipeline'
    from json_array_elements(replace(document, '\u0000', '\ufffd')::json -> 'lines') line);

create index trigger_event_pipelines on trigger_event using gin (pipelines);
