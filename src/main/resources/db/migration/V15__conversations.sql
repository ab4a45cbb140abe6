-- Conversations: sessions, their messages, and what people think of the answers (docs/conversations.md).

create table sessions (
  tenant_id integer not null references tenants (id),
  id uuid not null,
  title text,
  metadata jsonb not null default '{}',
  -- How many messages it has, and so the position of the last. Whoever adds one locks this row: that is their order.
  messages integer not null default 0,
  created_at timestamptz not null default now(),
  -- Of its last message, or of its last change.
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- What is to be removed, oldest first, whosever it is.
create index sessions_by_age on sessions (updated_at);

-- Questions and answers in turn: an answer stands at the position behind its question, and is there before it is asked for.
create table messages (
  tenant_id integer not null,
  session_id uuid not null,
  id uuid not null,
  -- From 1.
  position integer not null,
  role text not null check (role in ('user', 'assistant')),
  status text not null check (status in ('stored', 'pending', 'answered', 'failed', 'cancelled')),
  content text not null,
  -- Of a question: what besides its text says how to search, so that it can be asked again.
  options jsonb,
  -- Of an answer: how often it was tried. Who writes an outcome names the try that it is of.
  attempt integer not null default 0,
  attempted_at timestamptz,
  error text,
  kind text check (kind in ('extractive', 'generated')),
  supported boolean,
  truncated boolean,
  -- What was searched for: the question as it stands on its own.
  query text,
  model text,
  citations jsonb,
  prompt_tokens integer,
  completion_tokens integer,
  took_ms bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, session_id, position),
  foreign key (tenant_id, session_id) references sessions (tenant_id, id) on delete cascade
);

-- Answers that nobody works at any more are found here, few at any time.
create index messages_pending on messages (attempted_at) where status = 'pending';

create table answer_feedback (
  tenant_id integer not null,
  message_id uuid not null,
  useful boolean not null,
  comment text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, message_id),
  foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade
);

create index answer_feedback_newest on answer_feedback (tenant_id, updated_at);

select protect_tenant_rows(tenant_table::regclass)
from unnest(array['sessions', 'messages', 'answer_feedback']) as tenant_table;
