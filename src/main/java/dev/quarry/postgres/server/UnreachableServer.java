package dev.quarry.postgres.server;

import java.io.Serial;

/** No connection was had; the message says why and what to change. */
public final class UnreachableServer extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    UnreachableServer(ConnectFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.mayPass = failure.mayPass();
    }

    /** Whether waiting can cure it. */
    public boolean mayPass() {
        return mayPass;
    }
}
