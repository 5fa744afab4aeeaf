-- The timers of an execution are kept with it, as JSON: microseconds since 1970. In the table of timers it has one row,
-- its alarm.
alter table execution add column timers text;

update execution set timers = json_build_object('alarm', (extract(epoch from first) * 1000000)::bigint, 'due', due)::text
from (
    select key, min(due) as first, json_object_agg(payload, (extract(epoch from due) * 1000000)::bigint) as due
    from gennaker_timer group by key
) as before
where before.key = execution.id;

insert into gennaker_timer (id, key, due, next_attempt, payload)
select key, key, min(due), min(next_attempt), 'alarm'
from gennaker_timer where key in (select id from execution) group by key;

delete from gennaker_timer where payload <> 'alarm' and key in (select id from execution);
