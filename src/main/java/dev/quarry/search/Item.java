package dev.quarry.search;

import java.util.UUID;

/** What can be found. Two legs that found the same item found equal ones. */
public sealed interface Item extends Comparable<Item> {
    /** A chunk of a document. */
    record Chunk(UUID id) implements Item {
        @Override
        public int compareTo(Item other) {
            return switch (other) {
                case Chunk chunk -> id.compareTo(chunk.id);
            };
        }
    }
}
