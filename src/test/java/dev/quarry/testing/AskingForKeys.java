package dev.quarry.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that asks for keys, with an operator's key to begin with. */
public class AskingForKeys implements QuarkusTestProfile {
    /** The key that {@code QUARRY_BOOTSTRAP_KEY} names. */
    public static final String OPERATOR = "the-operators-key-of-these-tests-0123456789abcdef";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarry.auth", "keys",
                "quarry.bootstrap-key", OPERATOR,
                // A revocation that is not notified would show.
                "quarry.keys.remember-for", "60s",
                "quarry.keys.last-use-interval", "1s",
                // Soon reached by one key, and not by several in turns.
                "quarry.limit.requests-per-second", "50",
                "quarry.limit.burst", "200",
                // Hostile requests come several at once.
                "quarry.document.bulk-streams", "16",
                // Wrong keys by the hundred are looked up.
                "quarry.limit.unknown-keys-per-second", "1000000");
    }
}
