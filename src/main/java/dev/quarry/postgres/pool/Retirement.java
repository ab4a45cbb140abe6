package dev.quarry.postgres.pool;

import java.util.Locale;

/** Why a connection left its pool. */
enum Retirement {
    /** Nobody needed it, and there were more than the minimum. */
    IDLE,
    /** The load that it was opened for is over. */
    OVERFLOW,
    /** It was old. */
    RECYCLED,
    /** It was lent as often as it may be. */
    MAX_QUERIES,
    /** Its user said that it must not be lent again. */
    DISCARDED,
    /** The server or the network closed it. */
    LOST,
    /** It gave no sign of life. */
    PING_FAILED,
    /** The service stops. */
    SHUTDOWN;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
