-- A move is appended only where its execution is locked: looking for the execution once more costs as much as the move.
alter table execution_event drop constraint execution_event_execution_id_fkey;
