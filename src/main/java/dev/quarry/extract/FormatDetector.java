package dev.quarry.extract;

import dev.quarry.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/** Tells a file's format by its content, and holds its name and declared type to that. */
final class FormatDetector {
    private static final int HEAD = 4096;
    /** Where a PDF's mark may stand, says its specification. */
    private static final int PDF_MARK_WITHIN = 1024;

    /** Formats that people send and that are not taken, by their first bytes. */
    private static final Map<String, String> KNOWN_OTHERS = Map.of(
            "{\\rtf", "RTF",
            "\u00D0\u00CF\u0011\u00E0", "an old Office document (.doc, .xls, .ppt)",
            "\u0089PNG", "a PNG picture",
            "\u00FF\u00D8\u00FF", "a JPEG picture",
            "GIF8", "a GIF picture",
            "\u001F\u008B", "a gzip archive",
            "7z\u00BC\u00AF", "a 7z archive",
            "Rar!", "a RAR archive",
            "\u007FELF", "a program",
            "%!PS", "PostScript");

    private FormatDetector() {}

    /** @throws Failure.Invalid when it is none that is taken, or not what it is called */
    static Format detect(SourceFile file, Budget budget) throws IOException {
        byte[] head = Encoding.head(file.path(), HEAD);
        if (head.length == 0) {
            throw Budget.refusal("is empty");
        }
        Format content = byContent(file, head, budget);
        Optional<Format> named = Format.ofName(file.name());
        Optional<Format> declared =
                file.declaredType() == null ? Optional.empty() : Format.ofMediaType(file.declaredType());
        if (!content.isText()) {
            named.ifPresent(name -> refuseOther(content, name, "name"));
            declared.ifPresent(type -> refuseOther(content, type, "declared type"));
            return content;
        }
        Format called = named.or(() -> declared).orElse(content);
        refuseBinary(called, named.isPresent() ? "name" : "declared type");
        return called;
    }

    private static Format byContent(SourceFile file, byte[] head, Budget budget) throws IOException {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        int pdfMark = start.indexOf("%PDF-");
        if (pdfMark >= 0 && pdfMark < PDF_MARK_WITHIN) {
            return Format.PDF;
        }
        if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
            return byEntries(file, budget);
        }
        for (Map.Entry<String, String> other : KNOWN_OTHERS.entrySet()) {
            if (start.startsWith(other.getKey())) {
                throw notTaken("is " + other.getValue());
            }
        }
        if (Encoding.byMark(head) == null && isBinary(head)) {
            throw notTaken("is binary and of no format that is known here");
        }
        String first = start.substring(start.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return first.startsWith("<!doctype html") || first.startsWith("<html") ? Format.HTML : Format.TEXT;
    }

    private static Format byEntries(SourceFile file, Budget budget) throws IOException {
        try (ZipFile zip = new ZipFile(file.path().toFile())) {
            budget.checkEntries(zip.size());
            if (zip.getEntry("word/document.xml") != null) {
                return Format.DOCX;
            }
            if (zip.getEntry("META-INF/container.xml") != null) {
                return Format.EPUB;
            }
            throw notTaken("is a ZIP archive, and neither DOCX nor EPUB");
        }
    }

    /** Texts hold few control characters; a cut through a picture holds many. */
    private static boolean isBinary(byte[] head) {
        int controls = 0;
        for (byte b : head) {
            if (b == 0) {
                return true;
            }
            if (b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1B) {
                controls++;
            }
        }
        return controls * 20 > head.length;
    }

    private static void refuseOther(Format content, Format called, String by) {
        if (called != content) {
            throw Budget.refusal("is " + content.name() + " by its content and " + called.name() + " by its " + by
                    + "; mend the " + by);
        }
    }

    private static void refuseBinary(Format called, String by) {
        if (!called.isText()) {
            throw Budget.refusal("is called " + called.name() + " by its " + by + ", and its content is not; allowed: "
                    + Format.allowed());
        }
    }

    private static Failure.Invalid notTaken(String what) {
        return Budget.refusal(what + "; allowed: " + Format.allowed());
    }
}
