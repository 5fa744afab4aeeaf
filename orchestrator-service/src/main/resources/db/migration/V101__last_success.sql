-- The last execution of a pipeline that succeeded, whose images stand in for those that are not given.
create index execution_succeeded on execution (pipeline, place desc) where status = 'SUCCEEDED';
