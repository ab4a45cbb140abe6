package dev.quarry.tenant;

import java.util.Locale;

/** What a caller may do. Each may do what those before it may. */
public enum AccessRole {
    /** Searches and reads. */
    READER,
    /** Writes documents, chunks and sessions too. */
    WRITER,
    /** Manages its tenant: keys, evaluations, batches. */
    ADMIN,
    /** Manages the service, over all tenants. */
    OPERATOR;

    /** Whether that is enough where the other is needed. */
    public boolean includes(AccessRole needed) {
        return compareTo(needed) >= 0;
    }

    /** Its name in the interface. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
