package dev.quarry.postgres;

/**
 * Every namespace of advisory locks that Quarry takes, registered here so that no two parts share one by chance.
 *
 * <p>A key is two hashes, {@code (hashtext(namespace), hashtext(subject))}, made in SQL so that any client can make it.
 */
public enum LockNamespace {
    /** One document's chunks and embeddings; the subject is the document's id. */
    DOCUMENT("docs_ns"),
    /** Documents of one content; the subject is the tenant's number and the content's hash. Held by a transaction. */
    CONTENT("content_ns"),
    /** How many sessions there are; the subject is the tenant's number. Held by a transaction. */
    SESSIONS("sessions_ns"),
    /** Tables that are defined at start; one replica after the other. */
    DEFINITIONS("quarry_definitions_ns");

    private final String key;

    LockNamespace(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
