package dev.quarry.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A long document that changes a little costs a little, with the chunker as it is set by default. */
@ServiceTest
class ReingestTest {
    private static final int PARAGRAPHS = 250;

    @Inject
    MeterRegistry metrics;

    @Test
    void one_changed_paragraph_of_two_hundred_chunks_embeds_three_at_most() {
        String externalId = "reingest-" + UUID.randomUUID();
        List<String> paragraphs = new ArrayList<>(IntStream.range(0, PARAGRAPHS)
                .mapToObj(i -> paragraph(externalId, i))
                .toList());
        JsonPath first = store(paragraphs, externalId);
        assertThat(first.getInt("total_chunks")).isGreaterThanOrEqualTo(200);
        Api.awaitReady(first.getString("id"));
        double before = embedded();

        for (int place : List.of(PARAGRAPHS / 2, 0, PARAGRAPHS - 1)) {
            paragraphs.set(place, "Now it says: " + paragraphs.get(place) + " Signed by the mate, at " + place + ".");
            JsonPath changed = store(paragraphs, externalId);
            assertThat(changed.getInt("added")).isBetween(1, 3);
            assertThat(changed.getInt("kept")).isGreaterThanOrEqualTo(first.getInt("total_chunks") - 3);
            Api.awaitReady(first.getString("id"));
        }

        assertThat(embedded() - before).isBetween(3.0, 9.0);
    }

    private static JsonPath store(List<String> paragraphs, String externalId) {
        return Api.store("Winter lay-up", String.join("\n\n", paragraphs), "en", externalId)
                .extract()
                .jsonPath();
    }

    private static String paragraph(String name, int number) {
        int sentences = 3 + number % 4;
        return IntStream.range(0, sentences)
                .mapToObj(sentence ->
                        "In %s, step %d.%d of the winter lay-up is written down in full, read aloud and signed."
                                .formatted(name, number, sentence))
                .collect(Collectors.joining(" "));
    }

    private double embedded() {
        return metrics.find("quarry.pipeline.vectors").tag("source", "embedded").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
