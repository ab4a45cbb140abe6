package dev.quarry.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream, of which one at a time is held.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>
 */
final class BulkLines {
    private static final int BUFFER = 16 * 1024;

    private final InputStream stream;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int until;
    private long number;

    /** @param longest bytes of a line at most */
    BulkLines(InputStream stream, int longest) {
        this.stream = stream;
        this.longest = longest;
    }

    /**
     * A line that is not blank.
     *
     * @param number its place in the stream, from 1
     * @param text null when it is too long
     */
    record Line(long number, @Nullable String text) {}

    /** The next line, or null behind the last; waits for it. */
    @Nullable
    Line next() throws IOException {
        while (hasMore()) {
            number++;
            Line line = read();
            if (line.text() == null || !line.text().isBlank()) {
                return line;
            }
        }
        return null;
    }

    /** Whether no whole line has arrived that is not read. */
    boolean isWaiting() throws IOException {
        for (int i = from; i < until; i++) {
            if (buffer[i] == '\n') {
                return false;
            }
        }
        return stream.available() == 0;
    }

    private Line read() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long length = 0;
        while (hasMore()) {
            int end = from;
            while (end < until && buffer[end] != '\n') {
                end++;
            }
            length += end - from;
            if (length <= longest) {
                bytes.write(buffer, from, end - from);
            } else {
                bytes.reset();
            }
            boolean ended = end < until;
            from = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        return new Line(number, length <= longest ? bytes.toString(StandardCharsets.UTF_8) : null);
    }

    private boolean hasMore() throws IOException {
        if (from < until) {
            return true;
        }
        from = 0;
        until = Math.max(0, stream.read(buffer));
        return until > 0;
    }
}
