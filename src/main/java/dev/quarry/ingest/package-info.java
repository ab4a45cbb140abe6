/**
 * The pipeline that embeds documents: who looks for work, and what is done to one document.
 *
 * <pre>
 *   schedule, NOTIFY ──► Watcher ───────────┐
 *   job             ──► EmbedDocumentHandler┼─► WorkPlaces ─► DocumentIndexer ─┐      lock held by another? its work
 *   request         ──► DocumentProcessing ─┘       ▲                          ├─► lock ─► SpaceFiller ─► unlock
 *   schedule        ──► SpaceKeeper ────────────────┘────────► SpaceBuilder ───┘             │
 *                                                                missing chunks ─► embed ─► write on the lock's connection
 * </pre>
 *
 * <p>{@link dev.quarry.ingest.DocumentIndexer} fills the space that is searched and makes the document ready; {@link
 * dev.quarry.ingest.SpaceBuilder} fills one that is built beside it and leaves the document as it is.
 *
 * <p>Plain code on virtual threads. No transaction is open while the model works, and a write checks that the document is
 * still the version that was read.
 */
@NullMarked
package dev.quarry.ingest;

import org.jspecify.annotations.NullMarked;
