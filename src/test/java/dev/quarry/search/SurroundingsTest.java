package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.search.NeighbourSql.Neighbour;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final UUID DOCUMENT = new UUID(9, 9);

    @Test
    void each_chunk_stands_with_the_best_hit_near_it_and_no_hit_is_repeated() {
        List<Passage> hits = List.of(hit(5), hit(7), hit(2));
        List<Neighbour> neighbours = IntStream.rangeClosed(0, 9)
                .mapToObj(SurroundingsTest::neighbour)
                .toList();

        assertThat(positions(hits, neighbours, 5)).containsExactly(3, 4, 6);
        assertThat(positions(hits, neighbours, 7)).containsExactly(8, 9);
        assertThat(positions(hits, neighbours, 2)).containsExactly(0, 1);
    }

    private static List<Integer> positions(List<Passage> hits, List<Neighbour> neighbours, int hit) {
        return Surroundings.of(hits, neighbours, 2).getOrDefault(new UUID(0, hit), List.of()).stream()
                .map(Neighbour::position)
                .toList();
    }

    private static Passage hit(int position) {
        return new Passage(new UUID(0, position), DOCUMENT, "t", "c", position, null, "", new JsonObject(), "");
    }

    private static Neighbour neighbour(int position) {
        return new Neighbour(new UUID(0, position), DOCUMENT, position, "", "c");
    }
}
