package dev.quarry.testing;

import java.util.UUID;

/** A tenant beside the default one. Tests share a database: whoever needs another tenant makes one of its own. */
public final class OtherTenant {
    private OtherTenant() {}

    /** @return its number */
    public static int create(Rows rows) {
        return (int) rows.number("insert into tenants (name) values (?) returning id", "other " + UUID.randomUUID());
    }
}
