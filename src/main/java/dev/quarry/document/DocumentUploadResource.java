package dev.quarry.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.extract.SourceFile;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Documents as files, over HTTP. The file arrives on disk, is read from there, and is deleted with the request. */
@Path(ApiPaths.DOCUMENTS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.MULTIPART_FORM_DATA)
@Tag(name = "Documents")
public class DocumentUploadResource {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final CurrentCaller caller;
    private final DocumentFiles files;
    private final Documents documents;
    private final ObjectMapper json;

    DocumentUploadResource(CurrentCaller caller, DocumentFiles files, Documents documents, ObjectMapper json) {
        this.caller = caller;
        this.files = files;
        this.documents = documents;
        this.json = json;
    }

    /** The parts of the form. An empty one is as good as none: browsers send all that a form has. */
    public static class Form {
        /** All files that came along. */
        @RestForm(FileUpload.ALL)
        @Nullable
        @Schema(
                name = "file",
                description = "The file: PDF, DOCX, EPUB, HTML, Markdown, plain text, CSV or JSON.",
                type = SchemaType.STRING,
                format = "binary",
                required = true)
        public List<FileUpload> files;

        /** As in {@link DocumentRequest}. */
        @RestForm
        @Nullable
        @Schema(description = "The document's title; the document's own, else the file's name when absent.")
        public String title;

        /** As in {@link DocumentRequest}. */
        @RestForm("external_id")
        @Nullable
        @Schema(description = "Your own id. A second document with the same one replaces the first.")
        public String externalId;

        /** As in {@link DocumentRequest}. */
        @RestForm("source_uri")
        @Nullable
        @Schema(description = "Where the document comes from.")
        public String sourceUri;

        /** As in {@link DocumentRequest}. */
        @RestForm
        @Nullable
        @Schema(description = "ISO 639-1 code; what the document declares, else what is detected, when absent.")
        public String language;

        /** JSON. */
        @RestForm
        @Nullable
        @Schema(description = "A JSON object; its fields count more than those that the file itself gives.")
        public String metadata;

        /** JSON. */
        @RestForm
        @Nullable
        @Schema(description = "How to cut it, as JSON, such as {\"size\": 100}.")
        public String chunking;
    }

    // Reading a file works the processor: not on the event loop. DocumentResource describes both forms of the
    // operation,
    // which OpenAPI takes for one.
    @POST
    @Blocking
    @Operation(hidden = true)
    public Uni<Response> upload(
            Form form,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Precondition precondition = Precondition.of(ifMatch, ifNoneMatch);
        precondition.requireSubject(given(form.externalId));
        FileUpload upload = only(form.files);
        DocumentRequest said = new DocumentRequest(
                given(form.title),
                null,
                given(form.externalId),
                given(form.sourceUri),
                given(form.language),
                metadata(given(form.metadata)),
                chunking(given(form.chunking)));
        DocumentDraft draft =
                files.read(SourceFile.of(upload.uploadedFile(), upload.fileName(), upload.contentType()), said);
        return documents.store(caller.tenant(), draft, precondition).map(DocumentResource::stored);
    }

    private static FileUpload only(@Nullable List<FileUpload> files) {
        if (files == null || files.isEmpty()) {
            throw new Failure.Invalid("file", "is required: one part called file, with a file name");
        }
        if (files.size() > 1 || !"file".equals(files.getFirst().name())) {
            throw new Failure.Invalid("file", "must be the only file of the request; send one request for each");
        }
        return files.getFirst();
    }

    private @Nullable Map<String, Object> metadata(@Nullable String text) {
        try {
            return text == null ? null : json.readValue(text, OBJECT);
        } catch (JsonProcessingException error) {
            throw new Failure.Invalid("metadata", "must be a JSON object such as {\"shelf\": 3}");
        }
    }

    private DocumentRequest.@Nullable Chunking chunking(@Nullable String text) {
        try {
            return text == null ? null : json.readValue(text, DocumentRequest.Chunking.class);
        } catch (JsonProcessingException error) {
            throw new Failure.Invalid("chunking", "must be a JSON object such as {\"size\": 100, \"overlap\": 10}");
        }
    }

    private static @Nullable String given(@Nullable String field) {
        return field == null || field.isBlank() ? null : field;
    }
}
