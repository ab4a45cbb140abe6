package dev.quarry.ingest;

import dev.quarry.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

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
     * Portions of neighbours, in their order, none of which has more chunks than that unless a single document has.
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
            boolean another = i + 1 < due.size()
                    && due.get(i + 1).document().tenant().equals(next.document().tenant())
                    && due.get(i + 1).room() <= room;
            if (!another) {
                portions.add(new Portion(next.document().tenant(), together));
                together.clear();
                room = chunks;
            }
        }
        return portions;
    }

    Portion only(Collection<UUID> some) {
        return new Portion(tenant, documentIds.stream().filter(some::contains).toList());
    }

    /**
     * A document whose turn it is.
     *
     * @param chunks how many it has, as far as that was counted
     */
    record Due(Unfinished document, int chunks) {
        /** One without a chunk takes some all the same: each has a lock and a row. */
        private int room() {
            return Math.max(1, chunks);
        }
    }
}
