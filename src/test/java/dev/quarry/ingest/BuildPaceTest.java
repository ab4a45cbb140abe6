package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BuildPaceTest {
    private static final int SPACE = 7;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final BuildPace pace = new BuildPace(Duration.ofSeconds(5), Duration.ofSeconds(60), now::get);

    @Test
    void a_space_in_which_nothing_can_be_built_is_gone_through_ever_more_rarely_and_not_without_end() {
        assertThat(pace.isDue(SPACE)).isTrue();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pace.nothingWasBuilt();
            pauses.add(secondsUntilDue());
        }
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);

        pace.somethingWasBuilt();
        assertThat(secondsUntilDue()).isEqualTo(5);
    }

    @Test
    void a_model_that_wants_to_be_left_alone_is_left_alone_for_that_long() {
        assertThat(pace.isDue(SPACE)).isTrue();
        pace.postpone(Duration.ofSeconds(90));
        assertThat(secondsUntilDue()).isEqualTo(90);
    }

    @Test
    void another_space_is_due_at_once() {
        assertThat(pace.isDue(SPACE)).isTrue();
        pace.postpone(Duration.ofHours(1));
        assertThat(pace.isDue(SPACE)).isFalse();
        assertThat(pace.isDue(SPACE + 1)).isTrue();
    }

    private long secondsUntilDue() {
        long seconds = 0;
        while (!pace.isDue(SPACE)) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            seconds++;
        }
        return seconds;
    }
}
