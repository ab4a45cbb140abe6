/**
 * One question, one answer, each statement with its citation.
 *
 * <pre>
 *   Question ─► Condenser ─► Retrieval ─┬─► GeneratedAnswers: PromptWriter ─► the chat model ─► Transcript (MarkReader) ─┐
 *               (a follow-up            │                                                                             ├─► AnswerEvents
 *                stands alone)          └─► ExtractiveAnswers: the best sentences, where no model is set up ──────────┘
 * </pre>
 *
 * <p>Passages are data: whatever they say, they neither choose what is searched nor whose documents are. No connection is
 * held while a model talks. Knows nothing of sessions; {@code dev.quarry.session} stores what comes out of here.
 */
@NullMarked
package dev.quarry.session.answer;

import org.jspecify.annotations.NullMarked;
