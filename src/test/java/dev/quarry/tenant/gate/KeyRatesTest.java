package dev.quarry.tenant.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyRatesTest {
    @Test
    void a_key_has_its_burst_and_then_waits_for_its_turn() {
        KeyRates rates = new KeyRates(limits(1, 3));

        for (int i = 0; i < 3; i++) {
            assertThat(rates.count("one")).isEmpty();
        }
        assertThat(rates.count("one"))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1)));
        assertThat(rates.count("another")).isEmpty();
    }

    @Test
    void no_limit_is_none() {
        KeyRates rates = new KeyRates(limits(0, 1));

        for (int i = 0; i < 1000; i++) {
            assertThat(rates.count("one")).isEmpty();
        }
    }

    @Test
    void keys_that_nobody_knows_use_up_what_all_of_them_share() {
        KeyRates rates = new KeyRates(limits(1, 1));
        assertThat(rates.mayLookUp()).isTrue();

        rates.countUnknown();
        rates.countUnknown();

        assertThat(rates.mayLookUp()).isFalse();
    }

    private static LimitConfig limits(int perSecond, int burst) {
        return new LimitConfig() {
            @Override
            public int requestsPerSecond() {
                return perSecond;
            }

            @Override
            public int burst() {
                return burst;
            }

            @Override
            public int unknownKeysPerSecond() {
                return 2;
            }

            @Override
            public int streamsPerKey() {
                return 1;
            }

            @Override
            public Duration bodyDeadline() {
                return Duration.ofSeconds(1);
            }
        };
    }
}
