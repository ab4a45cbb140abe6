package dev.quarry.evaluation;

import dev.quarry.client.DocumentUpload;
import java.util.List;
import java.util.Map;

/** A collection's documents as the service takes them. */
final class CollectionUploads {
    private static final int LONGEST_TITLE = 1000;
    /** Of a title made from a text's first words. */
    private static final int LONGEST_MADE_TITLE = 100;

    private CollectionUploads() {}

    static List<DocumentUpload> of(BeirCollection collection) {
        return collection.documents().stream()
                .map(document -> new DocumentUpload(document.id(), title(document), document.text(), null, Map.of()))
                .toList();
    }

    /** The document's title; its first words where it has none, because the service requires one. */
    static String title(BeirCollection.Document document) {
        if (!document.title().isBlank()) {
            return Cut.toLength(document.title().strip(), LONGEST_TITLE);
        }
        String text = document.text().strip().replaceAll("\\s+", " ");
        String beginning = Cut.toLength(text, LONGEST_MADE_TITLE);
        int lastSpace = beginning.lastIndexOf(' ');
        return beginning.length() < text.length() && lastSpace > 0 ? beginning.substring(0, lastSpace) : beginning;
    }
}
