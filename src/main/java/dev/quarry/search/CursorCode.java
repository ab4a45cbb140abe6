package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.vertx.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the cursors of one request: opaque to its caller, and good for no other request. Whatever changes which
 * hits there are, or their order, is part of it; what only changes how they are shown is not.
 *
 * <pre>
 *   kind (1 byte)  SHA-256 of the request (first 16 bytes)  two ints | a UUID and an int
 * </pre>
 */
final class CursorCode {
    private static final byte RANKED = 1;
    private static final byte LISTED = 2;
    private static final int DIGEST_LENGTH = 16;
    private static final int HEAD_LENGTH = 1 + DIGEST_LENGTH;
    private static final int RANKED_LENGTH = HEAD_LENGTH + 2 * Integer.BYTES;
    private static final int LISTED_LENGTH = HEAD_LENGTH + 2 * Long.BYTES + Integer.BYTES;

    private final byte[] digest;

    private CursorCode(byte[] digest) {
        this.digest = digest;
    }

    static CursorCode of(TenantId tenant, SearchRequest request) {
        Map<String, Object> parts = new TreeMap<>();
        parts.put("tenant", tenant.value());
        put(parts, "query", request.query());
        put(parts, "k", request.k());
        put(parts, "fusion", request.fusion());
        put(parts, "capabilities", request.capabilities() == null ? null : new TreeSet<>(request.capabilities()));
        put(parts, "weights", request.weights() == null ? null : new TreeMap<>(request.weights()));
        put(parts, "filter", request.filter() == null ? null : new TreeMap<>(request.filter()));
        put(parts, "fold", request.fold());
        put(parts, "diversity", request.diversity());
        put(parts, "rerank", request.rerank());
        return new CursorCode(Arrays.copyOf(sha256(Json.encode(parts)), DIGEST_LENGTH));
    }

    String write(Cursor cursor) {
        byte[] bytes = new byte[cursor instanceof Cursor.Ranked ? RANKED_LENGTH : LISTED_LENGTH];
        ByteBuffer text = ByteBuffer.wrap(bytes);
        var _ = switch (cursor) {
            case Cursor.Ranked ranked ->
                text.put(RANKED).put(digest).putInt(ranked.offset()).putInt(ranked.depth());
            case Cursor.Listed listed ->
                text.put(LISTED)
                        .put(digest)
                        .putLong(listed.documentId().getMostSignificantBits())
                        .putLong(listed.documentId().getLeastSignificantBits())
                        .putInt(listed.position());
        };
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The place in a ranking that the text means, if there is a text.
     *
     * @throws Failure.Invalid when it is no cursor of this request
     */
    Optional<Cursor.Ranked> ranked(@Nullable String text) {
        return bytes(text, RANKED, RANKED_LENGTH).map(bytes -> new Cursor.Ranked(bytes.getInt(), bytes.getInt()));
    }

    /**
     * The place in a listing that the text means, if there is a text.
     *
     * @throws Failure.Invalid when it is no cursor of this request
     */
    Optional<Cursor.Listed> listed(@Nullable String text) {
        return bytes(text, LISTED, LISTED_LENGTH)
                .map(bytes -> new Cursor.Listed(new UUID(bytes.getLong(), bytes.getLong()), bytes.getInt()));
    }

    static Failure.Invalid unknown() {
        return new Failure.Invalid(
                "cursor", "is none that this service gave; send the next of an answer, or none for the first page");
    }

    /** What stands behind the head. */
    private Optional<ByteBuffer> bytes(@Nullable String text, byte kind, int length) {
        if (text == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded(text));
        if (bytes.remaining() < HEAD_LENGTH) {
            throw unknown();
        }
        byte givenKind = bytes.get();
        byte[] given = new byte[DIGEST_LENGTH];
        bytes.get(given);
        if (!Arrays.equals(given, digest)) {
            throw new Failure.Invalid(
                    "cursor",
                    "belongs to another question; send it with the request that it was the answer to, unchanged besides"
                            + " cursor, deadline_ms, explain, context and highlight");
        }
        if (givenKind != kind || HEAD_LENGTH + bytes.remaining() != length) {
            throw unknown();
        }
        return Optional.of(bytes);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text.strip());
        } catch (IllegalArgumentException notBase64) {
            throw unknown();
        }
    }

    private static void put(Map<String, Object> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.put(name, value);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
