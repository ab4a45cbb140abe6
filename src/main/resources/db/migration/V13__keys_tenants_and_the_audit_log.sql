-- API keys, what becomes of a tenant, and who did what.
--
-- These tables have rows of no tenant too (tenant_id null): an operator's keys, and what operators do to the service. The
-- policy of every tenant's table shows such a row to nobody but who may see every tenant.

-- A tenant that is being deleted: nobody gets in, and its rows go in portions.
alter table tenants add column deleting_since timestamptz;

create table api_keys (
  id uuid primary key,
  tenant_id integer references tenants (id) on delete cascade,
  name text not null,
  -- The visible part, by which people tell keys apart; no part of the secret.
  prefix text not null,
  -- SHA-256 of the whole key. Its secret is 256 random bits: there is nothing to guess that a slow hash would protect.
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  role text not null check (role in ('reader', 'writer', 'admin', 'operator')),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  -- To the minute or so: it is folded in, not written with each request.
  last_used_at timestamptz,
  check ((role = 'operator') = (tenant_id is null))
);
create index api_keys_of_tenant on api_keys (tenant_id, id);

-- What admins and operators changed. It outlives the tenant: no foreign key.
create table audit_events (
  id uuid primary key,
  tenant_id integer,
  at timestamptz not null default now(),
  actor text not null,
  actor_key_id uuid,
  actor_role text not null,
  -- Verb and path template, such as DELETE /api/v1/admin/keys/{id}.
  action text not null,
  -- What it was done to: the request's path, or the address of what it made.
  subject text not null,
  status integer not null,
  -- The client's address, as the connection has it.
  remote text
);
create index audit_events_newest on audit_events (tenant_id, id);

select protect_tenant_rows(tenant_table::regclass) from unnest(array['api_keys', 'audit_events']) as tenant_table;

-- Whoever shows a key is of no tenant yet. They may see the one row that has the hash of what they showed, and no other: the
-- hash is told by quarry.key_hash, as the tenant is by quarry.tenant_id.
create policy shown_key on api_keys for select using (
  secret_hash = (select decode(nullif(current_setting('quarry.key_hash', true), ''), 'hex')));

-- A tenant sees itself; a key its tenant.
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant_rows on tenants using (
  (select current_setting('quarry.tenant_id', true)) = '*'
  or id = (select nullif(nullif(current_setting('quarry.tenant_id', true), ''), '*')::integer));
create policy tenant_of_shown_key on tenants for select using (
  id = (select k.tenant_id
        from api_keys k
        where k.secret_hash = (select decode(nullif(current_setting('quarry.key_hash', true), ''), 'hex'))));
