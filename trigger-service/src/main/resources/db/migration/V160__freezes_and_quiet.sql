-- Freezes in force, as the orchestrator announces them: to say what waits for the end of one.
create table freeze_in_force (
    name      text primary key,
    file_name text not null,
    document  text not null
);

-- The start of a trigger that waits until nothing else has come for a while (JSON).
create table quiet (
    pipeline text not null,
    trigger  text not null,
    quiet    text not null,
    primary key (pipeline, trigger)
);
