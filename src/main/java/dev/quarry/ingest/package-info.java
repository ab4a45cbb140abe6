/**
 * The pipeline that embeds documents: who looks for work, and what is done to documents.
 *
 * <pre>
 *   schedule, NOTIFY ──► Watcher, Portions ─┐
 *   job             ──► EmbedDocumentHandler┼─► WorkPlaces ─► DocumentIndexer ─┐      lock held by another? its work
 *   request         ──► DocumentProcessing ─┘       ▲                          ├─► lock ─► SpaceFiller ─► unlock
 *   schedule        ──► SpaceKeeper ────────────────┘────────► SpaceBuilder ───┘             │
 *                                                                missing chunks ─► embed ─► write on the lock's connection
 * </pre>
 *
 * <p>Small documents are worked on together, as a {@link dev.quarry.ingest.Portion}; a single one is a portion of one.
 * {@link dev.quarry.ingest.DocumentIndexer} fills the space that is searched and makes the document ready; {@link
 * dev.quarry.ingest.SpaceBuilder} fills one that is built beside it and leaves the document as it is.
 *
 * <p>Plain code on virtual threads. No transaction is open while the model works, and a write checks that the document is
 * still the version that was read.
 */
@NullMarked
package dev.quarry.ingest;

import org.jspecify.annotations.NullMarked;
