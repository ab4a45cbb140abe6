package dev.quarry.tenant.key;

import dev.quarry.postgres.StartOrder;
import dev.quarry.tenant.AccessRole;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Makes the operator's key that the settings name, where it is not there yet. A revoked one stays revoked. */
@ApplicationScoped
class BootstrapKey {
    private static final Logger LOG = Logger.getLogger(BootstrapKey.class);
    private static final int SHORTEST = 32;
    private static final int LONGEST = 512;
    private static final String NAME = "bootstrap";
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final BootstrapKeyConfig config;
    private final Keys keys;

    BootstrapKey(BootstrapKeyConfig config, Keys keys) {
        this.config = config;
        this.keys = keys;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        config.key().ifPresent(BootstrapKey::requireHardToGuess);
    }

    void create(@Observes @Priority(StartOrder.EMBEDDING) StartupEvent start) {
        config.key().map(String::strip).ifPresent(text -> {
            KeyDraft draft = new KeyDraft(NAME, AccessRole.OPERATOR, null, null);
            if (keys.createUnlessKnown(text, NAME, draft).await().atMost(DEADLINE)) {
                LOG.info("bootstrap_key_made role=operator");
            }
        });
    }

    private static void requireHardToGuess(String given) {
        String text = given.strip();
        if (text.length() < SHORTEST || text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalStateException("QUARRY_BOOTSTRAP_KEY must be " + SHORTEST + " to " + LONGEST
                    + " ASCII characters without blanks, such as 64 random hexadecimal digits");
        }
    }
}
