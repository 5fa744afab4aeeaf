-- Rules of who is told what, as they are in force.
create table notification_rule (
    name      text primary key,
    file_name text not null,
    document  text not null,
    digest    text not null
);

-- Executions as far as people are told of them.
create table delivery (
    execution_id text primary key,
    pipeline     text        not null,
    application  text        not null,
    requester    text,
    images       text        not null,
    status       text        not null,
    reason       text,
    taking_back  boolean     not null,
    changed_at   timestamptz not null
);

create index delivery_changed on delivery (changed_at);

-- Messages that go on changing: posted once, updated in place. tried_at is written before one is posted: whoever finds it
-- looks whether the message is there. origin is what it was opened for: told once.
create table card (
    id           text primary key,
    origin       text        not null unique,
    execution_id text        not null,
    conversation text        not null,
    thread_of    text,
    judgement_id text,
    title        text        not null,
    message      text        not null,
    broadcast    boolean     not null,
    address      text,
    tried_at     timestamptz,
    failed       text,
    wanted       int         not null,
    shown        int         not null,
    claimed_by   text,
    claimed_till timestamptz,
    opened_at    timestamptz not null
);

create index card_execution on card (execution_id);
create index card_opened on card (opened_at);

-- Signatures of requests that were taken, so that none is played again while it would be believed.
create table taken_request (
    signature text primary key,
    at        timestamptz not null
);

create index taken_request_at on taken_request (at);
