package dev.quarry.document.filter;

import java.util.Optional;

/**
 * A field of a document as a filter names it.
 *
 * @param key the key of the document's facts that has its values; empty where a column has them
 */
record Field(Kind kind, String name, String key) {
    static final String ALLOWED =
            "status, language, external_id, title, source_uri, created_at, updated_at, indexed_at, tags and metadata.KEY";

    private static final String METADATA = "metadata";
    private static final String METADATA_PREFIX = METADATA + ".";

    /** Behind the key of an array: its elements. */
    private static final String ELEMENTS = "[]";

    /** What can be asked of a field. */
    enum Kind {
        /** One of few words. */
        STATUS("status"),
        LANGUAGE("language"),
        EXTERNAL_ID("external_id"),
        /** A text that has a fact of its own. */
        TEXT(""),
        CREATED_AT("created_at"),
        UPDATED_AT("updated_at"),
        INDEXED_AT("indexed_at"),
        /** The elements of an array. */
        TAGS(""),
        /** Whatever the caller stored. */
        METADATA("");

        private final String column;

        Kind(String column) {
            this.column = column;
        }

        boolean isMoment() {
            return this == CREATED_AT || this == UPDATED_AT || this == INDEXED_AT;
        }

        boolean isOneOfFew() {
            return this == STATUS || this == LANGUAGE;
        }
    }

    /** The field that a filter means by that name. */
    static Optional<Field> named(String name) {
        if (name.startsWith(METADATA_PREFIX) && name.length() > METADATA_PREFIX.length()) {
            return Optional.of(new Field(Kind.METADATA, name, name.substring(METADATA.length())));
        }
        return Optional.ofNullable(
                switch (name) {
                    case "status" -> column(Kind.STATUS, name);
                    case "language" -> column(Kind.LANGUAGE, name);
                    case "external_id" -> column(Kind.EXTERNAL_ID, name);
                    case "created_at" -> column(Kind.CREATED_AT, name);
                    case "updated_at" -> column(Kind.UPDATED_AT, name);
                    case "indexed_at" -> column(Kind.INDEXED_AT, name);
                    case "title", "source_uri" -> new Field(Kind.TEXT, name, name);
                    case "tags" -> new Field(Kind.TAGS, name, ".tags" + ELEMENTS);
                    default -> null;
                });
    }

    /** What stands in this field's arrays. */
    Field elements() {
        return kind == Kind.TAGS ? this : new Field(kind, name, key + ELEMENTS);
    }

    /** Whether it is what stands in an array, not the value itself. */
    boolean isOfElements() {
        return kind == Kind.METADATA && key.endsWith(ELEMENTS);
    }

    boolean isFact() {
        return !key.isEmpty();
    }

    /** The column of {@code documents} that has its value. */
    String column() {
        if (isFact()) {
            throw new IllegalStateException(name + " is no column");
        }
        return kind.column;
    }

    private static Field column(Kind kind, String name) {
        return new Field(kind, name, "");
    }
}
