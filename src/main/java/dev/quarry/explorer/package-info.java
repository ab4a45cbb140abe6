/**
 * The chunk explorer: what the documents were cut into, counted, listed, and changed by hand.
 *
 * <pre>
 *             POST …/disable
 *   serving ─────────────────► disabled
 *      ▲                          │
 *      └──────────────────────────┘
 *             POST …/enable
 * </pre>
 *
 * <p>Every change is one transaction, which holds the document: the chunk's row is replaced under the same id, so that
 * whatever refers to it, in however many embedding spaces, is gone with the old one; the lexical index and the spellings
 * follow; the document's version goes up and it is pending, so that a worker's vectors of the old text are refused and the
 * pipeline embeds the new one. A disabled chunk is in no index: no search has to look for its state to leave it out.
 *
 * <p>Counts are made in the database, of one snapshot; neither texts nor vectors are read for them. It stands above {@code
 * ingest}, whose documents it makes pending and whose spaces it counts, and below {@code search}, which knows nothing of it.
 */
@NullMarked
package dev.quarry.explorer;

import org.jspecify.annotations.NullMarked;
