-- A replica of an earlier version, which may still run, says nothing of whom an event concerns: null, and not nobody.
alter table trigger_event alter column pipelines drop default, alter column pipelines drop not null;

-- Those that came so since V213. Events of which nothing became have no lines, and stay as they are.
update trigger_event
set pipelines = array(
    select distinct line ->> 'pipeline'
    from json_array_elements(replace(document, '\u0000', '\ufffd')::json -> 'lines') line)
where pipelines = '{}';
