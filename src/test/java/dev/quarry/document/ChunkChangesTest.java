package dev.quarry.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.chunk.ChunkSql.Identified;
import dev.quarry.chunk.ChunkSql.StoredChunk;
import dev.quarry.chunk.NewChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChunkChangesTest {
    private static final long NEW = 1_000;

    private long made = NEW;

    @Test
    void the_same_chunks_are_all_kept_under_their_ids() {
        ChunkChanges changes = between(stored("a", "b"), wanted("a", "b"));
        assertThat(changes.kept()).containsExactlyElementsOf(identified(List.of(1L, 2L), wanted("a", "b")));
        assertThat(changes.added()).isEmpty();
        assertThat(changes.removed()).isEmpty();
    }

    @Test
    void a_changed_chunk_is_removed_and_added_while_its_neighbours_are_kept() {
        ChunkChanges changes = between(stored("a", "b", "c"), wanted("a", "B", "c"));
        assertThat(ids(changes.kept())).containsExactly(id(1), id(3));
        assertThat(changes.added()).containsExactly(new Identified(id(NEW), chunk(1, "B")));
        assertThat(changes.removed()).containsExactly(id(2));
    }

    @Test
    void a_moved_chunk_is_kept_with_its_new_place() {
        ChunkChanges changes = between(stored("a", "b"), wanted("b", "new", "a"));
        assertThat(changes.kept())
                .containsExactly(new Identified(id(2), chunk(0, "b")), new Identified(id(1), chunk(2, "a")));
        assertThat(changes.added()).containsExactly(new Identified(id(NEW), chunk(1, "new")));
        assertThat(changes.removed()).isEmpty();
    }

    @Test
    void of_equal_chunks_as_many_are_kept_as_are_still_wanted() {
        ChunkChanges fewer = between(stored("same", "same", "same"), wanted("same"));
        assertThat(ids(fewer.kept())).containsExactly(id(1));
        assertThat(fewer.removed()).containsExactly(id(2), id(3));

        ChunkChanges more = between(stored("same"), wanted("same", "same", "same"));
        assertThat(ids(more.kept())).containsExactly(id(1));
        assertThat(ids(more.added())).containsExactly(id(NEW), id(NEW + 1));
        assertThat(more.removed()).isEmpty();
    }

    @Test
    void into_an_empty_document_everything_is_added() {
        ChunkChanges changes = between(List.of(), wanted("a", "b"));
        assertThat(changes.added()).containsExactlyElementsOf(identified(List.of(NEW, NEW + 1), wanted("a", "b")));
        assertThat(changes.kept()).isEmpty();
        assertThat(changes.removed()).isEmpty();
    }

    @Test
    void from_a_document_that_becomes_empty_everything_is_removed() {
        ChunkChanges changes = between(stored("a", "b"), List.of());
        assertThat(changes.removed()).containsExactly(id(1), id(2));
        assertThat(changes.kept()).isEmpty();
        assertThat(changes.added()).isEmpty();
    }

    @Test
    void nothing_stored_and_nothing_wanted_changes_nothing() {
        assertThat(between(List.of(), List.of())).isEqualTo(new ChunkChanges(List.of(), List.of(), List.of()));
    }

    @Test
    void what_may_not_be_kept_is_removed_though_it_says_the_same() {
        List<StoredChunk> stored = stored("a", "b");
        ChunkChanges changes = ChunkChanges.between(List.of(stored.getFirst()), stored, wanted("a", "b"), this::newId);
        assertThat(ids(changes.kept())).containsExactly(id(1));
        assertThat(ids(changes.added())).containsExactly(id(NEW));
        assertThat(changes.removed()).containsExactly(id(2));
    }

    private ChunkChanges between(List<StoredChunk> stored, List<NewChunk> wanted) {
        return ChunkChanges.between(stored, stored, wanted, this::newId);
    }

    private UUID newId() {
        return id(made++);
    }

    /** Chunks with the ids 1, 2, … */
    private static List<StoredChunk> stored(String... contents) {
        List<StoredChunk> chunks = new ArrayList<>();
        for (String content : contents) {
            chunks.add(
                    new StoredChunk(id(chunks.size() + 1L), new NewChunk(0, content, 0, 1, 1, "").contentHash(), true));
        }
        return chunks;
    }

    private static List<NewChunk> wanted(String... contents) {
        List<NewChunk> chunks = new ArrayList<>();
        for (String content : contents) {
            chunks.add(chunk(chunks.size(), content));
        }
        return chunks;
    }

    private static NewChunk chunk(int position, String content) {
        return new NewChunk(position, content, position * 10, position * 10 + content.length(), 1, "");
    }

    private static List<Identified> identified(List<Long> ids, List<NewChunk> chunks) {
        List<Identified> identified = new ArrayList<>();
        for (NewChunk chunk : chunks) {
            identified.add(new Identified(id(ids.get(identified.size())), chunk));
        }
        return identified;
    }

    private static List<UUID> ids(List<Identified> chunks) {
        return chunks.stream().map(Identified::id).toList();
    }

    private static UUID id(long number) {
        return new UUID(0, number);
    }
}
