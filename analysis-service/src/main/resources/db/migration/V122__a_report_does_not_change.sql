CREATE FUNCTION refuse_change_of_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a report does not change: %', OLD.operation_id;
END
$$;

CREATE TRIGGER a_report_does_not_change BEFORE UPDATE ON analysis_report
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_report();
