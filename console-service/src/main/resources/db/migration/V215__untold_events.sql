-- Those of an earlier version, found beside the others: else all events are read for the few of an application.
create index trigger_event_untold on trigger_event (position) where pipelines is null;
