-- The role that the bot and its builds connect as: it owns no table, so that row-level security holds for it.
-- Run once in Verbatim's database, as the owner of the tables, after: verbatim store upgrade postgresql://OWNER@…
--   psql postgresql://OWNER@HOST/DATABASE --file config/postgres-role.sql
-- Then give it a password (\password verbatim_bot in psql) and set VERBATIM_STORE__URL.
create role verbatim_bot login nosuperuser nocreatedb nocreaterole nobypassrls;
alter role verbatim_bot set statement_timeout = '60s';
alter role verbatim_bot set lock_timeout = '10s';
grant usage on schema public to verbatim_bot;
grant select, insert, update, delete on all tables in schema public to verbatim_bot;
grant usage, select on all sequences in schema public to verbatim_bot;
-- What later versions add:
alter default privileges in schema public grant select, insert, update, delete on tables to verbatim_bot;
alter default privileges in schema public grant usage, select on sequences to verbatim_bot;
