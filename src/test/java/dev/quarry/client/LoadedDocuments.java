package dev.quarry.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Documents that the service has accepted, in the order in which it did. */
public record LoadedDocuments(List<StoredDocument> documents) {
    public LoadedDocuments {
        documents = List.copyOf(documents);
    }

    /** The caller's own ids by the service's. */
    public Map<UUID, String> externalIds() {
        return documents.stream()
                .collect(Collectors.toMap(
                        StoredDocument::id, document -> Objects.requireNonNull(document.externalId())));
    }

    /** How many the service had already, as they are. */
    public int unchanged() {
        return (int) documents.stream().filter(StoredDocument::isUnchanged).count();
    }

    public int chunks() {
        return documents.stream().mapToInt(StoredDocument::totalChunks).sum();
    }
}
