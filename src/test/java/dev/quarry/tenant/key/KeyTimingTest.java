package dev.quarry.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How long a wrong key takes says nothing about how much of it is right. A comparison that stopped at the first difference
 * would differ by nanoseconds, which no clock sees through a database; one that looked keys up by their prefix first, and
 * compared only where it found one, would differ by a statement, which this sees.
 */
@ServiceTest
@TestProfile(AskingForKeys.class)
class KeyTimingTest {
    private static final int ROUNDS = 400;
    private static final int WARM_UP = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @Inject
    KeyFinder keys;

    @Test
    void a_key_that_is_right_but_for_its_end_takes_as_long_as_one_that_is_all_wrong() {
        String right = Objects.requireNonNull(Caller.ofNewTenant().key());
        Random random = new Random(7);
        long[] nearly = new long[ROUNDS];
        long[] far = new long[ROUNDS];

        for (int i = -WARM_UP; i < ROUNDS; i++) {
            // In turns, and every one for the first time: an answer that is remembered would be measured else.
            long first = time(right.substring(0, right.length() - 6) + text(random, 6));
            long second = time(text(random, right.length()));
            if (i >= 0) {
                nearly[i] = first;
                far[i] = second;
            }
        }

        double ratio = (double) median(nearly) / median(far);
        assertThat(ratio)
                .as("median of nearly right ones to that of wrong ones")
                .isBetween(0.67, 1.5);
    }

    @Test
    void the_hash_decides_and_is_compared_whole() {
        KeyHash hash = KeyHash.of("a key");

        assertThat(hash.hex()).hasSize(64);
        assertThat(hash.isSame(KeyHash.of("a key").bytes())).isTrue();
        assertThat(hash.isSame(KeyHash.of("a kez").bytes())).isFalse();
        assertThat(KeyText.random().text()).isNotEqualTo(KeyText.random().text());
        assertThat(KeyText.random().toString()).endsWith("_***").hasSize("quarry_00000000_***".length());
    }

    private long time(String key) {
        long start = System.nanoTime();
        assertThat(keys.find(key).await().atMost(DEADLINE)).isEmpty();
        return System.nanoTime() - start;
    }

    private static String text(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
