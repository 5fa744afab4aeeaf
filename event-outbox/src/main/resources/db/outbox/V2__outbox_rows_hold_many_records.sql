-- Records that are added together share a row: what a row costs is paid a few times for a batch. For people:
-- select encode(records, 'escape') from gennaker_outbox
alter table gennaker_outbox add column records bytea, add column number integer;

-- As PackedRecords writes it.
create function pg_temp.packed(content bytea) returns bytea language sql as
    $$ select coalesce(int4send(octet_length(content)) || content, int4send(-1)) $$;

-- A NUL in a header, which JSON carries as an escape and text does not, is left out.
update gennaker_outbox set number = 1, records =
    pg_temp.packed(convert_to(topic, 'UTF8')) || pg_temp.packed(key)
    || (
        select int4send(count(*)::integer) || coalesce(string_agg(
            pg_temp.packed(convert_to(header ->> 'name', 'UTF8'))
                || pg_temp.packed(coalesce(
                    decode(header ->> 'base64', 'base64'), convert_to(header ->> 'value', 'UTF8'))),
            ''::bytea order by place), ''::bytea)
        from json_array_elements(replace(headers, '\u0000', '')::json) with ordinality as one (header, place))
    || pg_temp.packed(value);

alter table gennaker_outbox alter column records set not null, alter column number set not null,
    alter column records set storage external,
    drop column topic, drop column key, drop column headers, drop column value,
    set (toast.autovacuum_vacuum_scale_factor = 0.0, toast.autovacuum_vacuum_threshold = 2000);

-- Few rows are ever refused: the primary key finds the oldest of the others as fast.
drop index gennaker_outbox_waiting;
