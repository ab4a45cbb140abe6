package dev.quarry.session.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The data of server-sent events, one after the other. An event of a model is one line of data; all else is passed over.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>
 */
final class EventLines {
    /** A piece of text is some hundred bytes. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final String DATA = "data:";

    private final InputStream stream;
    private final Runnable heard;

    /** @param heard told of every line, of comments too: they are signs of life */
    EventLines(InputStream stream, Runnable heard) {
        this.stream = stream;
        this.heard = heard;
    }

    /** @return the next event's data; nothing when the stream has ended */
    Optional<String> next() throws IOException, ChatTrouble {
        Optional<String> line = line();
        while (line.isPresent()) {
            if (line.get().startsWith(DATA)) {
                return Optional.of(line.get().substring(DATA.length()).strip());
            }
            line = line();
        }
        return Optional.empty();
    }

    private Optional<String> line() throws IOException, ChatTrouble {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = stream.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.size() == LONGEST_LINE) {
                throw new ChatTrouble(
                        ChatTrouble.Kind.BAD_ANSWER, "sent a line longer than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
            next = stream.read();
        }
        heard.run();
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }
}
