package dev.quarry.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be found. Two legs that found the same item found equal ones. Chunks come before the user's own records. */
public sealed interface Item extends Comparable<Item> {
    /** A chunk of a document. */
    record Chunk(UUID id) implements Item {
        @Override
        public int compareTo(Item other) {
            return switch (other) {
                case Chunk chunk -> id.compareTo(chunk.id);
                case OwnRecord ownRecord -> -1;
            };
        }
    }

    /**
     * A row that a query of the user's own found. It is the one that its source calls by that id, whatever else it holds.
     *
     * @param source the capability that found it
     * @param fields the row's other columns as JSON values, in the query's order
     */
    record OwnRecord(
            String source,
            String id,
            String title,
            @Nullable String content,
            Map<String, @Nullable Object> fields) implements Item {
        public OwnRecord {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public int compareTo(Item other) {
            return switch (other) {
                case Chunk chunk -> 1;
                case OwnRecord same when source.equals(same.source) -> id.compareTo(same.id);
                case OwnRecord another -> source.compareTo(another.source);
            };
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OwnRecord same && source.equals(same.source) && id.equals(same.id);
        }

        @Override
        public int hashCode() {
            return Objects.hash(source, id);
        }
    }
}
