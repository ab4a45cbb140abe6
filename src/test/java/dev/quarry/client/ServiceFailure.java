package dev.quarry.client;

/** Why the service could not be used; the message says what to do. */
public abstract sealed class ServiceFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ServiceFailure(String message) {
        super(message);
    }

    /** Nobody answers at the address, or not any more. */
    public static final class Unreachable extends ServiceFailure {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message) {
            super(message);
        }
    }

    /** It answered with an error. */
    public static final class Refused extends ServiceFailure {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** It works no further on what it has accepted. */
    public static final class Stalled extends ServiceFailure {
        private static final long serialVersionUID = 1L;

        public Stalled(String message) {
            super(message);
        }
    }
}
