package dev.quarry.session.answer;

import dev.quarry.tenant.CurrentCaller;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Whose conversations a request means: the one place that says so for sessions, answers and tools. */
@ApplicationScoped
public class CallersTenant {
    private final CurrentCaller caller;

    CallersTenant(CurrentCaller caller) {
        this.caller = caller;
    }

    /** The tenant of whoever calls. */
    public TenantId current() {
        return caller.tenant();
    }
}
