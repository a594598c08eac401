-- The role that the bot and its builds connect as: it owns no table, so that row-level security holds for it.
--
-- Before, an administrator makes the database and its owner, who makes this role, and whose pg_dump sees every row:
--   create role OWNER login createrole bypassrls password '...';
--   create database verbatim owner OWNER;
-- and, in that database:
--   create extension vector;
-- Then, as the owner:
--   verbatim store upgrade postgresql://OWNER@HOST/verbatim
--   psql postgresql://OWNER@HOST/verbatim --set ON_ERROR_STOP=1 --file config/postgres-role.sql
-- give it a password (\password verbatim_bot in psql), and set VERBATIM_STORE__URL.
create role verbatim_bot login nosuperuser nocreatedb nocreaterole nobypassrls;
alter role verbatim_bot set statement_timeout = '60s';
alter role verbatim_bot set lock_timeout = '10s';
grant usage on schema public to verbatim_bot;
grant select, insert, update, delete on all tables in schema public to verbatim_bot;
grant usage, select on all sequences in schema public to verbatim_bot;
-- What later versions add:
alter default privileges in schema public grant select, insert, update, delete on tables to verbatim_bot;
alter default privileges in schema public grant usage, select on sequences to verbatim_bot;
