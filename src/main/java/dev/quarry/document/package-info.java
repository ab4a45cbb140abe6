/**
 * Documents: what was handed in, its language, its chunks, and where it stands.
 *
 * <pre>
 *             POST                     worker                   worker
 *   (nothing) ────► pending ──────────► indexing ──────────────► ready
 *                     ▲  ▲                  │ a model fails          │ new content
 *                     │  └── due again ◄─ failed                     │
 *                     └──────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A document and its chunks are stored in one transaction, which also wakes the watcher. Words of a pending document
 * can be found at once; its meaning once it is ready.
 */
@NullMarked
package dev.quarry.document;

import org.jspecify.annotations.NullMarked;
