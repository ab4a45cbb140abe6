/**
 * The pipeline that embeds documents: the watcher and what it does to one document.
 *
 * <pre>
 *   schedule, NOTIFY ──► Watcher ──► DocumentIndexer ── lock held by another? skip, it is being done
 *                          │              │
 *                          │              └ lock ─► read missing chunks ─► embed ─► write on the lock's connection ─► unlock
 *                          └► LexicalHousekeeper: folds the counts of lexemes
 * </pre>
 *
 * <p>Plain code on virtual threads. No transaction is open while the model works, and a write checks that the document is
 * still the version that was read.
 */
@NullMarked
package dev.quarry.ingest;

import org.jspecify.annotations.NullMarked;
