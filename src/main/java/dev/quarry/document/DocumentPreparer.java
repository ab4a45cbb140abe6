package dev.quarry.document;

import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks a document that was handed in, tells its language and cuts it. Works the processor: not for the event loop. */
@ApplicationScoped
class DocumentPreparer {
    /** An index's key: in UTF-8 it must fit into a third of a page. */
    private static final int LONGEST_EXTERNAL_ID = 500;

    private final DocumentConfig config;
    private final LanguageDetector languages;
    private final ChunkingCheck chunking;
    private final TextCutter cutter;

    DocumentPreparer(DocumentConfig config, LanguageDetector languages, ChunkingCheck chunking, TextCutter cutter) {
        this.config = config;
        this.languages = languages;
        this.chunking = chunking;
        this.cutter = cutter;
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    DocumentDraft prepare(@Nullable DocumentRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with title and content");
        }
        check(request);
        String content = Objects.requireNonNull(request.content());
        ChunkingPlan plan = chunking.plan(request.chunking());
        return new DocumentDraft(
                Objects.requireNonNull(request.title()).strip(),
                content,
                request.externalId(),
                request.sourceUri(),
                language(request, content),
                request.metadataOrEmpty(),
                plan,
                ChunkingCheck.isAsked(request.chunking()),
                cutter.cut(content, plan));
    }

    /**
     * What of the document no chunk depends on, checked.
     *
     * @throws Failure.Invalid naming every field that is wrong
     */
    DocumentFields fields(DocumentRequest request) {
        Violations violations = new Violations();
        checkFields(request, violations);
        violations.throwIfAny();
        return new DocumentFields(request.externalId(), request.sourceUri(), request.metadataOrEmpty());
    }

    private void check(DocumentRequest request) {
        Violations violations = new Violations();
        violations.requireText(request.title(), "title", config.maxFieldLength());
        violations.requireText(request.content(), "content", config.maxContentLength());
        violations.require(
                request.language() == null || Language.parse(request.language()).isPresent(),
                "language",
                "is not an ISO 639-1 code such as en or it");
        checkFields(request, violations);
        chunking.check(request.chunking(), "chunking.", violations);
        violations.throwIfAny();
    }

    private void checkFields(DocumentRequest request, Violations violations) {
        violations.requireOptionalText(request.externalId(), "external_id", LONGEST_EXTERNAL_ID);
        violations.requireOptionalText(request.sourceUri(), "source_uri", config.maxFieldLength());
        violations.require(
                request.externalId() == null || !request.externalId().isBlank(),
                "external_id",
                "must not be blank; leave it out instead");
        checkMetadata(request, violations);
    }

    private void checkMetadata(DocumentRequest request, Violations violations) {
        String json = request.metadataOrEmpty().encode();
        violations.require(
                json.length() <= config.maxMetadataLength(),
                "metadata",
                "has " + json.length() + " characters of JSON; at most " + config.maxMetadataLength() + " are taken");
        // In JSON a NUL is written as an escape; a half of a surrogate pair stands as it is.
        violations.requireStorable(json.replace("\\u0000", "\0"), "metadata");
    }

    private Language language(DocumentRequest request, String content) {
        return request.language() == null
                ? languages.detect(content)
                : Language.parse(request.language()).orElseThrow();
    }
}
