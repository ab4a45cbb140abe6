package dev.quarry.tenant.gate;

import dev.quarry.tenant.Caller;
import java.time.Duration;

/** What becomes of a request at the door. */
sealed interface Admission {
    /** It goes on, for that caller. */
    record Admitted(Caller caller) implements Admission {}

    /** Nobody knows who asks: no key, or one that does not hold. */
    record Unknown(String challenge, String detail) implements Admission {
        private static final String REALM = "Bearer realm=\"quarry\"";

        static Unknown withoutKey() {
            return new Unknown(REALM, "A key is needed: send it as Authorization: Bearer <key>.");
        }

        static Unknown wrongKey() {
            return new Unknown(
                    REALM + ", error=\"invalid_token\"",
                    "The key is not known, has expired or was revoked. Send one that holds as Authorization: Bearer <key>.");
        }
    }

    /** The caller is known and may not. */
    record Forbidden(String detail) implements Admission {}

    /** More than the caller may ask. */
    record TooMany(Duration retryAfter, String detail) implements Admission {}

    /** The caller named a tenant that is not there. */
    record NoSuchTenant(String detail) implements Admission {}
}
