package dev.quarry.search.sql;

import dev.quarry.search.Capability.Hit;
import dev.quarry.search.Capability.Hits;
import dev.quarry.search.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rows of one search, best first, each item once.
 *
 * @param limit how many were asked for
 * @param cutOff whether there may be more
 */
record OwnRows(List<OwnRow> rows, int limit, boolean cutOff) {
    OwnRows {
        rows = List.copyOf(rows);
    }

    /** Of several rows that stand for one item the first counts. */
    static OwnRows read(String capability, List<OwnRowsSql.RawRow> raw, int limit) {
        Map<Item, OwnRow> byItem = new LinkedHashMap<>();
        int number = 0;
        for (OwnRowsSql.RawRow row : raw) {
            number++;
            OwnRow read = OwnRow.of(capability, number, row);
            byItem.putIfAbsent(read.item(), read);
        }
        return new OwnRows(List.copyOf(byItem.values()), limit, raw.size() >= limit);
    }

    /** The chunks that rows stand for. */
    Set<UUID> chunkIds() {
        return rows.stream()
                .map(OwnRow::item)
                .filter(Item.Chunk.class::isInstance)
                .map(item -> ((Item.Chunk) item).id())
                .collect(Collectors.toSet());
    }

    /** Without the chunks that are not among these. */
    OwnRows withChunks(Set<UUID> own) {
        return only(rows.stream()
                .filter(row -> !(row.item() instanceof Item.Chunk chunk) || own.contains(chunk.id()))
                .toList());
    }

    /** Without the records. */
    OwnRows chunksOnly() {
        return only(
                rows.stream().filter(row -> row.item() instanceof Item.Chunk).toList());
    }

    /**
     * The rows as hits, in their order. The score is the relevance where the query gives one; else the first row has 1, and
     * each one behind it a step less, so that the last that may come has 1/limit.
     */
    Hits hits() {
        List<Hit> hits = new ArrayList<>(rows.size());
        for (OwnRow row : rows) {
            double score = row.score() == null ? 1 - (double) hits.size() / limit : row.score();
            hits.add(new Hit(row.item(), score, Math.clamp(score, 0, 1)));
        }
        return new Hits(hits, cutOff, !cutOff, Map.of("rows", rows.size(), "limit", limit));
    }

    private OwnRows only(List<OwnRow> some) {
        return new OwnRows(some, limit, cutOff);
    }
}
