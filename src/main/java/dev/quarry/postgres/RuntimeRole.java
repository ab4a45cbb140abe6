package dev.quarry.postgres;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * The role that statements run as.
 *
 * <p>Row-level security binds neither a superuser nor a role with {@code BYPASSRLS}. Where the URL's user is such a one,
 * transactions take the role {@value #NAME} instead, which {@link Migrations} makes and which may only read and write
 * Quarry's own tables.
 */
@ApplicationScoped
public class RuntimeRole {
    static final String NAME = "quarry_app";

    private volatile boolean taken;

    /** From now on transactions run as {@value #NAME}. */
    void take() {
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }

    /** What the opening of a transaction adds to its settings. */
    String alsoSet() {
        return taken ? ", set_config('role', '" + NAME + "', true)" : "";
    }
}
