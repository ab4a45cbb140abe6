package dev.quarry.extract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * How a text file's bytes are characters: by its byte order mark, else UTF-8 where all of it is, else what it declares, else
 * by Mozilla's detector, else Windows-1252.
 */
final class Encoding {
    private static final Charset FALLBACK = Charset.forName("windows-1252");
    private static final int SAMPLE = 256 * 1024;
    private static final int BUFFER = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Encoding() {}

    /** Opens the file as characters, without its byte order mark. */
    static Reader open(Path file, @Nullable Charset declared, Budget budget) throws IOException {
        BufferedReader reader = new BufferedReader(new BoundedReader(
                new InputStreamReader(Files.newInputStream(file), of(file, declared, budget)), budget));
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    /** @param declared what the file itself says, as HTML can */
    static Charset of(Path file, @Nullable Charset declared, Budget budget) throws IOException {
        byte[] head = head(file, SAMPLE);
        Charset marked = byMark(head);
        if (marked != null) {
            return marked;
        }
        if (isUtf8(file, budget)) {
            return StandardCharsets.UTF_8;
        }
        return declared == null ? detected(head) : declared;
    }

    /** The file's first bytes. */
    static byte[] head(Path file, int length) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(length);
        }
    }

    static @Nullable Charset byMark(byte[] head) {
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (startsWith(head, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        return startsWith(head, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
    }

    /** A charset by its name; null for one that is not known here. */
    static @Nullable Charset named(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static Charset detected(byte[] head) {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(head, 0, head.length);
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        Charset charset = name == null ? null : named(name);
        // Latin-1 has control characters where Windows has quotation marks: who writes the first means the second.
        return charset == null || charset.equals(StandardCharsets.US_ASCII) || charset.equals(StandardCharsets.UTF_8)
                ? FALLBACK
                : charset;
    }

    private static boolean isUtf8(Path file, Budget budget) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer characters = CharBuffer.allocate(BUFFER);
        try (InputStream in = Files.newInputStream(file)) {
            boolean ended = false;
            while (!ended) {
                budget.checkTime();
                int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                ended = read < 0;
                bytes.position(bytes.position() + Math.max(0, read)).flip();
                CoderResult result = decoder.decode(bytes, characters.clear(), ended);
                if (result.isError()) {
                    return false;
                }
                bytes.compact();
            }
            return true;
        }
    }

    private static boolean startsWith(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
