package dev.quarry.ingest;

import dev.quarry.tenant.TenantId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Documents of one tenant that are worked on together: what a transaction costs is paid once for all of them. Each has its
 * own lock, version and outcome all the same.
 */
record Portion(TenantId tenant, List<UUID> documentIds) {
    Portion {
        documentIds = List.copyOf(documentIds);
    }

    static Portion of(Unfinished document) {
        return new Portion(document.tenant(), List.of(document.documentId()));
    }

    /**
     * Portions of neighbours, in their order, none of which has more chunks than that unless a single document has. One that
     * went wrong before goes alone: what ends its worker is not to be held against its neighbours.
     *
     * @param chunks what the model gets in one go
     */
    static List<Portion> of(List<Due> due, int chunks) {
        List<Portion> portions = new ArrayList<>();
        List<UUID> together = new ArrayList<>();
        int room = chunks;
        for (int i = 0; i < due.size(); i++) {
            Due next = due.get(i);
            together.add(next.document().documentId());
            room -= next.room();
            if (i + 1 == due.size() || !next.goesWith(due.get(i + 1), room)) {
                portions.add(new Portion(next.document().tenant(), together));
                together.clear();
                room = chunks;
            }
        }
        return portions;
    }

    /** The same outcome for each. */
    Map<UUID, IndexOutcome> each(IndexOutcome outcome) {
        return documentIds.stream().collect(Collectors.toMap(Function.identity(), id -> outcome));
    }

    Portion only(Collection<UUID> some) {
        return new Portion(tenant, documentIds.stream().filter(some::contains).toList());
    }

    /**
     * A document whose turn it is.
     *
     * @param since when it was due
     * @param chunks how many it has, as far as that was counted
     * @param suspect whether it failed before, or its worker died
     */
    record Due(Unfinished document, OffsetDateTime since, int chunks, boolean suspect) {
        /** Before every other. */
        static final Due FIRST =
                new Due(BuildSql.BEFORE_ALL, OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), 0, false);

        private boolean goesWith(Due next, int room) {
            return !suspect && !next.suspect && next.document.tenant().equals(document.tenant()) && next.room() <= room;
        }

        /** One without a chunk takes some all the same: each has a lock and a row. */
        private int room() {
            return Math.max(1, chunks);
        }
    }
}
