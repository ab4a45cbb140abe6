package dev.quarry.extract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of files that are taken. */
public enum Format {
    TEXT("text/plain", "txt text log", ""),
    MARKDOWN("text/markdown", "md markdown", "text/x-markdown"),
    HTML("text/html", "html htm xhtml", "application/xhtml+xml"),
    PDF("application/pdf", "pdf", "application/x-pdf"),
    DOCX(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx docm",
            "application/vnd.ms-word.document.macroenabled.12"),
    EPUB("application/epub+zip", "epub", ""),
    CSV("text/csv", "csv tsv", "text/tab-separated-values"),
    JSON("application/json", "json jsonl ndjson", "application/x-ndjson text/json");

    private final String mediaType;
    /** Parted by blanks, the usual one first. */
    private final String extensions;

    private final String otherMediaTypes;

    Format(String mediaType, String extensions, String otherMediaTypes) {
        this.mediaType = mediaType;
        this.extensions = extensions;
        this.otherMediaTypes = otherMediaTypes;
    }

    public String mediaType() {
        return mediaType;
    }

    /** As metrics and logs write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its content is characters, so that only a name or a type tells it from others of the kind. */
    boolean isText() {
        return switch (this) {
            case TEXT, MARKDOWN, HTML, CSV, JSON -> true;
            case PDF, DOCX, EPUB -> false;
        };
    }

    /** Whether a form feed in its text ends a page. */
    boolean isPaged() {
        return switch (this) {
            case TEXT, MARKDOWN, PDF, DOCX, EPUB -> true;
            case HTML, CSV, JSON -> false;
        };
    }

    static Optional<Format> ofName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> !extension.isEmpty() && holds(format.extensions, extension))
                .findFirst();
    }

    /** @param declared a media type, parameters and all */
    static Optional<Format> ofMediaType(String declared) {
        String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(type) || holds(format.otherMediaTypes, type))
                .findFirst();
    }

    /** All of them, for a message. */
    static String allowed() {
        return Arrays.stream(values())
                .map(format -> format.name() + " (." + format.extensions.split(" ", 2)[0] + ")")
                .collect(Collectors.joining(", "));
    }

    private static boolean holds(String words, String word) {
        return List.of(words.split(" ", -1)).contains(word);
    }
}
