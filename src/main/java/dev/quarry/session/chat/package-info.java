/**
 * A language model elsewhere: any service that speaks OpenAI's {@code POST /v1/chat/completions}.
 *
 * <p>{@link dev.quarry.session.chat.ChatModel} is the door: it decides whether to try again, to wait or to give up, and leaves
 * a service alone that is not well. {@link dev.quarry.session.chat.ChatCall} sends one request and reads the stream that comes
 * back on a virtual thread of its own; {@link dev.quarry.session.chat.Patience} ends it when nothing comes any more. Who stops
 * listening stops the model: the connection is reset. Knows nothing of documents.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI's reference</a>
 */
@NullMarked
package dev.quarry.session.chat;

import org.jspecify.annotations.NullMarked;
