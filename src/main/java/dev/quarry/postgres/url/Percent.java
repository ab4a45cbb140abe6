package dev.quarry.postgres.url;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as databases' URIs have it: a plus sign is a plus sign, they are no web forms. */
final class Percent {
    private Percent() {}

    /** @param part what is decoded, for the error, which does not show it */
    static String decode(String text, String part) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw InvalidUrl.quoting(
                    "the " + part + " in the database URL has a bad percent-escape; a percent sign itself is %25");
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
