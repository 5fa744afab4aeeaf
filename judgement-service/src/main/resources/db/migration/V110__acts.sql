-- The record holds everything that people do about a judgement, answers among it; what stands is read from all of it.
alter table answer drop constraint answer_judgement_id_user_name_key;
alter table answer alter column decision drop not null;
alter table answer add column kind text not null default 'ANSWER'
    check (kind in ('ANSWER', 'REVOCATION', 'DELEGATION', 'REMARK'));
alter table answer add column form text;
alter table answer add column on_behalf_of text;
alter table answer add column revoked_request text;
alter table answer add column delegate text;
alter table answer add constraint answer_position unique (judgement_id, position);
