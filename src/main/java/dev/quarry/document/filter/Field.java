package dev.quarry.document.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A field of a document that a filter may name. */
enum Field {
    STATUS,
    LANGUAGE,
    EXTERNAL_ID,
    TITLE,
    /** A key of the metadata, named behind the prefix. */
    METADATA;

    static final String METADATA_PREFIX = "metadata.";

    /** The field that a filter means by that name. */
    static Optional<Field> named(String name) {
        if (name.startsWith(METADATA_PREFIX) && name.length() > METADATA_PREFIX.length()) {
            return Optional.of(METADATA);
        }
        return Arrays.stream(values())
                .filter(field -> field != METADATA && field.label().equals(name))
                .findFirst();
    }

    /** Every name that there is, as a message lists them. */
    static String allowed() {
        return Arrays.stream(values())
                .map(field -> field == METADATA ? METADATA_PREFIX + "KEY" : field.label())
                .collect(Collectors.joining(", "));
    }

    /** What a request calls it, or its kind. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
