package dev.quarry.document;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/**
 * Makes UUIDv7 ids: they sort by time, so that new rows stand together in every index.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, UUID version 7</a>
 */
final class Ids {
    private Ids() {}

    @Produces
    @Singleton
    static TimeBasedEpochGenerator generator() {
        return Generators.timeBasedEpochGenerator(new SecureRandom());
    }
}
