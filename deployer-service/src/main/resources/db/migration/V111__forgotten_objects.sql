-- Operations of which nothing is kept in previous_object any more: an undo must not take them for some that wrote nothing.
create table forgotten_object (
    operation_id text primary key
);
