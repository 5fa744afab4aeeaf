-- Tokens that a log-in made: they end with it, and are forgotten some time after.
alter table access_token add column by_login boolean not null default false;
create index access_token_by_login on access_token (expires_at) where by_login;
