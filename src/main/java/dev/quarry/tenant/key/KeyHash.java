package dev.quarry.tenant.key;

import dev.quarry.postgres.RowScope;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a key's text.
 *
 * @param hex 64 hexadecimal digits
 */
record KeyHash(String hex) {
    static KeyHash of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new KeyHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has it.
            throw new IllegalStateException(impossible);
        }
    }

    /** The one row that whoever shows the key may see. */
    RowScope rows() {
        return RowScope.ofShownKey(hex);
    }

    Buffer bytes() {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    /** Whether these are its bytes; takes the same time wherever they differ. */
    boolean isSame(Buffer stored) {
        return MessageDigest.isEqual(bytes().getBytes(), stored.getBytes());
    }
}
