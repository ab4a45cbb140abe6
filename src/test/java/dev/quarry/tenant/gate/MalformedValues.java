package dev.quarry.tenant.gate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that nobody asked for: too long, too deep, of the wrong kind, not even JSON. */
final class MalformedValues {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "\u202e\ufeff",
            "\ud800",
            "%00",
            "%",
            "../../etc/passwd",
            "null",
            "NaN",
            "-1",
            "0",
            "1e999",
            "99999999999999999999999",
            "true",
            "[]",
            "{}",
            "{\"and\":[{\"or\":[]}]}",
            "{\"metadata.a\":{\"in\":[]}}",
            "2026-13-45T99:99:99Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "019a8f2e-4c1b-7d3e-9f00-0123456789ab",
            "1-1-1-1-1",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/x}",
            "a\r\nX-Injected: 1");

    private static final List<byte[]> BODIES = List.of(
            new byte[0],
            ascii("{"),
            ascii("]"),
            ascii("nul"),
            ascii("{\"a\":1}{\"a\":1}"),
            ascii("{\"a\":1,\"a\":2}"),
            ascii("\"text\""),
            ascii("[1,2,3]"),
            ascii("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n"),
            ascii("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.pdf\"\r\n\r\n%PDF-\r\n--b--\r\n"),
            new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0},
            new byte[] {(byte) 0xc3, 0x28});

    private static final int DEEP = 2000;

    private final Random random;

    MalformedValues(Random random) {
        this.random = random;
    }

    /** A value for a path, a query or a header. */
    String text() {
        return switch (random.nextInt(4)) {
            case 0 -> Character.toString((char) random.nextInt(0x20, 0x3000)).repeat(random.nextInt(1, 50));
            case 1 -> Long.toString(random.nextLong());
            case 2 -> "x".repeat(random.nextInt(1, 3000));
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    /** A value for a field of a body. */
    @Nullable
    Object json() {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble() * 1e300;
            case 3 -> random.nextBoolean();
            case 4 -> List.of(text(), random.nextInt(), Map.of("a", List.of()));
            case 5 -> Map.of(text(), Map.of("b", text()));
            case 6 -> Collections.nCopies(random.nextInt(5000), 1);
            case 7 -> "y".repeat(random.nextInt(1, 20_000));
            case 8 -> nested(random.nextInt(1, 40));
            default -> text();
        };
    }

    /** A whole body that is none. */
    byte[] bytes() {
        return switch (random.nextInt(4)) {
            case 0 -> noise();
            case 1 -> ascii("[".repeat(random.nextInt(1, DEEP)));
            case 2 -> ascii("{\"query\":".repeat(random.nextInt(1, DEEP)));
            default -> {
                byte[] body = BODIES.get(random.nextInt(BODIES.size()));
                yield Arrays.copyOf(body, body.length);
            }
        };
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    private static Object nested(int depth) {
        Object value = Map.of();
        for (int i = 0; i < depth; i++) {
            value = Map.of("and", List.of(value));
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
