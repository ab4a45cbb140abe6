package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InteractiveLaneTest {
    private final InteractiveLane lane = new InteractiveLane();

    @Test
    void an_empty_lane_holds_nobody_up() throws Exception {
        lane.enter().close();
        lane.giveWay(Duration.ofHours(1));
    }

    @Test
    void bulk_work_goes_on_when_the_last_has_left() throws Exception {
        InteractiveLane.Visit first = lane.enter();
        InteractiveLane.Visit second = lane.enter();
        CompletableFuture<Void> bulk = giveWay(Duration.ofHours(1));
        first.close();
        assertThat(bulk).isNotDone();
        second.close();
        bulk.get(10, TimeUnit.SECONDS);
    }

    @Test
    void bulk_work_goes_on_after_a_moment_however_busy_the_lane_is() throws Exception {
        try (InteractiveLane.Visit _ = lane.enter()) {
            giveWay(Duration.ofMillis(20)).get(10, TimeUnit.SECONDS);
        }
    }

    private CompletableFuture<Void> giveWay(Duration atMost) {
        return CompletableFuture.runAsync(() -> {
            try {
                lane.giveWay(atMost);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
    }
}
