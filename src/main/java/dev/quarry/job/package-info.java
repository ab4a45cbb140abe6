/**
 * Durable jobs: a number of tasks of one kind, done by any worker of any instance, followed while they are done.
 *
 * <pre>
 *   job    queued ──claim──► running ──every task has ended──► succeeded | failed (it has dead letters)
 *             │                 │  ▲                                          │
 *             └────cancel───────┤  └───────────────────retry──────────────────┘
 *                               ▼
 *                           cancelled
 *
 *   task   pending ──claim──► running ──► succeeded | skipped | failed (dead letter) | cancelled
 *             ▲                 │  ▲
 *             │                 │  └─ its lease ran out: taken over, which counts as an attempt
 *             └── postponed, or failed with attempts left ──┘
 * </pre>
 *
 * <p>A task belongs to the worker that holds its lease; every write of an outcome names owner and number of that lease, so
 * that a worker that was taken for dead changes nothing. A task may therefore be performed more than once, and its handler
 * must be able to bear that. An outcome, the job's counters and the event's number are one transaction. Time is the
 * database's.
 *
 * <p>A package above brings a {@link dev.quarry.job.TaskHandler} for its kind of task and creates jobs through
 * {@link dev.quarry.job.Jobs}. Requests use {@code Uni}s; the worker is plain code on virtual threads.
 */
@NullMarked
package dev.quarry.job;

import org.jspecify.annotations.NullMarked;
