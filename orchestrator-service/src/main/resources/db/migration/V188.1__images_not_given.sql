-- Images of the plan that were not given with the start, by name, as JSON: they are taken over of the last execution that
-- succeeded. Null: the plan stays as it is.
alter table execution add column not_given text;
