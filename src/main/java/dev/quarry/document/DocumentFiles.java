package dev.quarry.document;

import dev.quarry.extract.Extraction;
import dev.quarry.extract.Extractions;
import dev.quarry.extract.SourceFile;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes documents of files. */
@ApplicationScoped
public class DocumentFiles {
    private static final String UNTITLED = "Untitled";
    private static final int LONGEST_FOUND_TITLE = 300;

    private final Extractions extractions;
    private final DocumentPreparer preparer;
    private final Documents documents;

    DocumentFiles(Extractions extractions, DocumentPreparer preparer, Documents documents) {
        this.extractions = extractions;
        this.preparer = preparer;
        this.documents = documents;
    }

    /**
     * Reads a file and checks and cuts the document that it becomes. Works the processor: not for the event loop.
     *
     * @param said what its sender says of it, which counts more than what the file says; without content
     * @throws dev.quarry.failure.Failure.Invalid naming every field that is wrong
     */
    DocumentDraft read(SourceFile file, DocumentRequest said) {
        Extraction found = extractions.extract(file);
        Map<String, Object> metadata = new LinkedHashMap<>(found.facts());
        if (said.metadata() != null) {
            metadata.putAll(said.metadata());
        }
        return preparer.prepare(new DocumentRequest(
                said.title() == null ? title(found, file) : said.title(),
                found.text(),
                said.externalId(),
                said.sourceUri(),
                said.language() == null ? language(found) : said.language(),
                metadata,
                said.chunking()));
    }

    /**
     * Reads a file and stores it under an external id; returns when it is stored.
     *
     * @return the document's id
     */
    public UUID store(TenantId tenant, SourceFile file, String externalId) {
        DocumentDraft draft = read(file, new DocumentRequest(null, null, externalId, null, null, null, null));
        return documents
                .store(tenant, draft, Precondition.NONE)
                .await()
                .indefinitely()
                .document()
                .id();
    }

    private static String title(Extraction found, SourceFile file) {
        String own = found.title() == null ? "" : found.title().strip();
        if (!own.isEmpty()) {
            return own.length() <= LONGEST_FOUND_TITLE
                    ? own
                    : own.substring(0, own.offsetByCodePoints(0, LONGEST_FOUND_TITLE / 2));
        }
        return file.baseName().isBlank() ? UNTITLED : file.baseName();
    }

    /** As far as it is a language; what a region says is not kept. */
    private static @Nullable String language(Extraction found) {
        return found.language() == null
                ? null
                : Language.parse(found.language().split("[-_]", 2)[0])
                        .map(Language::code)
                        .orElse(null);
    }
}
