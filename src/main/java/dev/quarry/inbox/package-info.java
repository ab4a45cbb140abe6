/**
 * A folder whose files become documents.
 *
 * <pre>
 *   INBOX/a/b.pdf ──claim──► INBOX/working/CLAIM/a/b.pdf ──stored───► INBOX/done/a/b.pdf
 *        ▲                        │            │
 *        │                        │            └────refused─────────► INBOX/failed/a/b.pdf, a/b.pdf.reason.txt
 *        └── no capacity, the file was still written, the claim's owner died
 * </pre>
 *
 * <p>Every step is a rename within one file system, so that any number of instances may watch one folder: the rename that
 * succeeds has the file. A claim is held by a lock on {@code working/CLAIM.lock}, which its owner's death releases. The
 * path below the folder is the document's external id: the same name again replaces the document.
 */
@NullMarked
package dev.quarry.inbox;

import org.jspecify.annotations.NullMarked;
