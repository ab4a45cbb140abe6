package dev.quarry.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.quarry.failure.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lane that files are read in, and what is made of every format alike. */
class ExtractionsTest {
    private static final Duration TURN = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Extractions extractions = new Extractions(config(), new ExtractMetrics(metrics));

    /** A pipe that nobody writes to keeps its reader, and with it the only turn. */
    @Test
    void a_file_that_has_no_turn_in_time_is_turned_away_and_told_when_to_come_back() throws Exception {
        Path pipe = folder.resolve("endless.txt");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Extraction> slow = threads.submit(() -> extractions.extract(SourceFile.of(pipe, "slow.txt", null)));
            await().during(Duration.ofMillis(100)).until(() -> !slow.isDone());
            SourceFile next = file("next.txt", "The next file.");
            long began = System.nanoTime();

            assertThatThrownBy(() -> extractions.extract(next))
                    .asInstanceOf(type(Failure.Busy.class))
                    .satisfies(busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(5)));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(TURN);
            assertThat(metrics.get("quarry.extract.turned.away").counter().count())
                    .isEqualTo(1);
            Thread writer = Thread.ofPlatform().daemon().unstarted(() -> endReading(pipe, slow));
            writer.start();
            assertThatThrownBy(() -> slow.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Failure.Invalid.class);
            assertThat(extractions.extract(next).text()).isEqualTo("The next file.");
        }
        assertThat(metrics.get("quarry.extract.file")
                        .tag("format", "text")
                        .tag("outcome", "read")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    /** Whoever opens the pipe to read meets its end. */
    private static void endReading(Path pipe, Future<Extraction> reading) {
        while (!reading.isDone()) {
            try {
                Files.newOutputStream(pipe).close();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }

    @Test
    void a_file_that_is_refused_leaves_its_turn() throws IOException {
        SourceFile broken = file("broken.json", "{\"a\": ");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> extractions.extract(broken)).isInstanceOf(Failure.Invalid.class);
        }

        assertThat(extractions.extract(file("fine.txt", "Fine.")).text()).isEqualTo("Fine.");
        assertThat(metrics.get("quarry.extract.file")
                        .tag("format", "json")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"page.html,<pre>one\ftwo</pre>", "value.json,'{\"a\": \"one\\ftwo\"}'", "table.csv,'a;b\none\ftwo;3\n'"
    })
    void form_feeds_are_no_pages_where_they_are_white_space(String name, String content) throws IOException {
        Extraction extraction = extractions.extract(file(name, content));

        assertThat(extraction.text()).containsPattern("one\\stwo").doesNotContain("\f");
        assertThat(extraction.facts()).doesNotContainKey("page_count");
    }

    @Test
    void form_feeds_part_the_pages_of_plain_text() throws IOException {
        Extraction extraction = extractions.extract(file("pages.txt", "one\ftwo"));

        assertThat(extraction.text()).isEqualTo("one\ftwo");
        assertThat(extraction.facts()).containsEntry("page_count", 2);
    }

    private SourceFile file(String name, String content) throws IOException {
        return SourceFile.of(Files.writeString(folder.resolve(name), content), name, null);
    }

    private static ExtractConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ExtractConfig.class)
                .withDefaultValues(Map.of(
                        "quarry.extract.concurrency", "1", "quarry.extract.turn-deadline", TURN.toMillis() + "ms"))
                .build()
                .getConfigMapping(ExtractConfig.class);
    }
}
