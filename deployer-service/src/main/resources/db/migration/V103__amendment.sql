-- Of an object that was patched: what the patch made of it, and what takes exactly that back (merge patches).
alter table previous_object add column applied text;
alter table previous_object add column inverse text;
