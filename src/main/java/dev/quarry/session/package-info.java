/**
 * Conversations: sessions, their messages, and answers that are kept.
 *
 * <pre>
 *   MessageResource ─► Conversations ─► Exchanges.begin ─► question stored, its answer pending
 *                           │                                   │ no connection is held from here
 *                           ├─► Answerer (dev.quarry.session.answer): search, then the model
 *                           └─► Exchanges.end ─► answered | failed | cancelled
 *
 *   pending ──► answered
 *      │  ▲
 *      ▼  │ retry
 *   failed, cancelled          one that nobody works at any more fails by itself (Housekeeping)
 * </pre>
 *
 * <p>A question and its answer stand side by side, in the order in which the questions came: whoever adds them locks the
 * session's row. An outcome names the try that it is of, so that one that comes late overwrites nothing.
 */
@NullMarked
package dev.quarry.session;

import org.jspecify.annotations.NullMarked;
