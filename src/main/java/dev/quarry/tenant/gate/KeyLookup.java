package dev.quarry.tenant.gate;

import dev.quarry.tenant.key.KeyFinder;
import dev.quarry.tenant.key.KeyUse;
import dev.quarry.tenant.key.ShownKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/**
 * Looks up the key that a request shows. Keys that nobody knows are not looked up without end: whoever sends them shall not
 * keep the database from others.
 */
@ApplicationScoped
class KeyLookup {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final KeyFinder keys;
    private final KeyUse use;
    private final KeyRates rates;

    KeyLookup(KeyFinder keys, KeyUse use, KeyRates rates) {
        this.keys = keys;
        this.use = use;
        this.rates = rates;
    }

    /** What becomes of whoever shows that text; {@code known} says it for a key that holds. */
    Uni<Admission> find(String text, Function<ShownKey, Uni<Admission>> known) {
        if (!rates.mayLookUp() && !keys.isRemembered(text)) {
            return Uni.createFrom()
                    .item(new Admission.TooMany(
                            RETRY_AFTER, "Too many keys were sent that are not known. Try again later."));
        }
        return keys.find(text).flatMap(found -> {
            if (found.isEmpty()) {
                rates.countUnknown();
                return Uni.createFrom().item(Admission.Unknown.wrongKey());
            }
            use.note(found.get().id());
            return known.apply(found.get());
        });
    }
}
