-- What a pipeline last ran is asked for when it is not in force any more, and when its routes are given back.
create index execution_latest on execution (pipeline, place desc);
