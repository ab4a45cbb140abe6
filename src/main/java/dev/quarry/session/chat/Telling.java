package dev.quarry.session.chat;

import dev.quarry.session.chat.ChatBody.Piece;
import dev.quarry.session.chat.ChatTrouble.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands an answer on as it is told, and knows whether it was told to its end. */
final class Telling {
    private static final String LAST_EVENT = "[DONE]";
    private static final String WHOLE = "stop";

    private final Consumer<ChatDelta> listener;
    private final long longest;
    private long letters;
    private @Nullable String finish;
    private ChatDelta.@Nullable Tokens tokens;

    /** @param longest letters after which it is cut off */
    Telling(Consumer<ChatDelta> listener, long longest) {
        this.listener = listener;
        this.longest = longest;
    }

    /** A stream of pieces. Some services end it without its last event, and none without the reason why it ends. */
    void follow(EventLines events) throws IOException, ChatTrouble {
        Optional<String> event = events.next();
        while (event.isPresent() && !event.get().equals(LAST_EVENT)) {
            if (!event.get().isEmpty()) {
                tell(ChatBody.read(event.get()));
            }
            if (letters > longest) {
                listener.accept(new ChatDelta.End(false, tokens));
                return;
            }
            event = events.next();
        }
        if (finish == null && event.isEmpty()) {
            throw new ChatTrouble(Kind.BROKEN_OFF, "broke off its answer");
        }
        end();
    }

    /** An answer in one piece. */
    void whole(String body) throws ChatTrouble {
        tell(ChatBody.read(body));
        end();
    }

    private void tell(Piece piece) throws ChatTrouble {
        if (piece.error().isPresent()) {
            // Its words are not repeated: they may hold what was sent.
            throw new ChatTrouble(Kind.SERVER_ERROR, "reported an error in the middle of its answer");
        }
        finish = piece.finish().orElse(finish);
        tokens = piece.tokens().orElse(tokens);
        letters += piece.text().length();
        if (!piece.text().isEmpty()) {
            listener.accept(new ChatDelta.Text(piece.text()));
        }
    }

    private void end() throws ChatTrouble {
        if (letters == 0) {
            throw new ChatTrouble(Kind.BAD_ANSWER, "answered without a word; look at QUARRY_CHAT_MODEL");
        }
        listener.accept(new ChatDelta.End(finish == null || finish.equals(WHOLE), tokens));
    }
}
