-- In which application one must be a judge to answer; null of a question from before: in any.
alter table judgement add column application text;
