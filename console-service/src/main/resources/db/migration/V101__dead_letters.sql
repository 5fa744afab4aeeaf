-- What services gave up, from the dead-letter topic. Forgotten after as long as the topic keeps it.
create table dead_letter (
    id             text        primary key,
    at             timestamptz not null,
    service        text        check (length(service) <= 300),
    topic          text        check (length(topic) <= 300),
    partition      integer,
    message_offset bigint,
    type           text        check (length(type) <= 300),
    reason         text        not null check (length(reason) <= 2000),
    key            bytea       check (octet_length(key) <= 65536),
    -- a JSON list of names and values in base64
    headers        text        not null,
    value          bytea       check (octet_length(value) <= 1000000),
    -- length of the whole value
    bytes          integer     not null,
    complete       boolean     not null,
    kept_at        timestamptz not null default now()
);
create index dead_letter_at on dead_letter (at desc, id desc);
create index dead_letter_service on dead_letter (service, at desc, id desc);
create index dead_letter_topic on dead_letter (topic, at desc, id desc);
create index dead_letter_kept_at on dead_letter (kept_at);

-- Who sent it back, and when. Only appended to.
create table dead_letter_replay (
    dead_letter text        not null references dead_letter on delete cascade,
    number      integer     not null,
    by_user     text        not null,
    at          timestamptz not null,
    request_id  text        not null,
    primary key (dead_letter, number),
    unique (dead_letter, request_id)
);
