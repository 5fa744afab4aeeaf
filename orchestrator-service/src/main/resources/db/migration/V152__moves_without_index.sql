-- Every move changes look_at: without an index on it a move writes its row and no index. The watchdog reads those that
-- are open, every 30 s, by execution_open.
drop index execution_look_at;
