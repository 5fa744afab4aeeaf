-- What became of the call itself: the status of its answer, which belongs to the outputs, and a cancel that came before it.
alter table callback add column status int;
alter table callback add column unwanted boolean not null default false;
