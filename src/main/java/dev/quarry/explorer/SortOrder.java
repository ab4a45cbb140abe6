package dev.quarry.explorer;

import java.util.Locale;

/** Which end of a list comes first. */
enum SortOrder {
    ASC,
    DESC;

    /** As a statement has it. */
    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }
}
