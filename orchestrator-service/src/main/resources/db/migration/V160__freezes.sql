-- What freezes mean to one that waits for its place: null, FROZEN, EXEMPT.
alter table execution add column freezing text;
