package dev.quarry.document;

/**
 * A stored document with all that its chunks were made of.
 *
 * @param chunkSize tokens of a chunk at most
 * @param chunkOverlap tokens that a chunk shares with the one before it
 */
public record DocumentSource(Document document, String content, int chunkSize, int chunkOverlap) {

    /** The document as somebody would hand it in to have it stored as it is. */
    DocumentRequest asRequest() {
        return new DocumentRequest(
                document.title(),
                content,
                document.externalId(),
                document.sourceUri(),
                document.language(),
                document.metadata().getMap(),
                new DocumentRequest.Chunking(document.chunkingStrategy(), chunkSize, chunkOverlap));
    }
}
