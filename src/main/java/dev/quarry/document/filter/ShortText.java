package dev.quarry.document.filter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands in an index for a text of any length: the text itself, or its beginning and the hash of all of it. The function
 * {@code short_text} in the database is the same; a test holds them together.
 */
final class ShortText {
    /** Characters (code points) of a value that stand in an index. A bound of this length at most orders all texts exactly. */
    static final int LONGEST_VALUE = 255;

    /** Characters (code points) of a key that stand in an index. */
    static final int LONGEST_KEY = 128;

    private ShortText() {}

    static String value(String text) {
        return of(text, LONGEST_VALUE);
    }

    static String key(String text) {
        return of(text, LONGEST_KEY);
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String of(String text, int longest) {
        return length(text) <= longest ? text : text.substring(0, text.offsetByCodePoints(0, longest)) + sha256(text);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
