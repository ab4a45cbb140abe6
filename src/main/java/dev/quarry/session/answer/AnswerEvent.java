package dev.quarry.session.answer;

import dev.quarry.http.NamedEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What happens while a question is answered, in this order: {@code Found}, any number of the next two, {@code Done}. */
public sealed interface AnswerEvent {
    /** What was found. */
    record Found(Retrieved retrieved) implements AnswerEvent {}

    /** The next piece of the answer's text. */
    @RegisterForReflection
    record Token(String text) implements AnswerEvent {}

    /** The text cited a passage for the first time. */
    record Cited(Citation citation) implements AnswerEvent {}

    /** The whole answer; nothing follows. */
    record Done(Answer answer) implements AnswerEvent {}

    /** As those who follow are told. */
    default NamedEvent named() {
        return switch (this) {
            case Found found -> new NamedEvent("retrieval", found.retrieved());
            case Token token -> new NamedEvent("token", token);
            case Cited cited -> new NamedEvent("citation", cited.citation());
            case Done done -> new NamedEvent("done", done.answer());
        };
    }
}
