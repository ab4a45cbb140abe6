package dev.quarry.document.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files that are well, one of each format, for others to break. */
final class RealFiles {
    private static final String WORDS =
            "The crew reads the handbook aloud before every voyage, and signs it. ".repeat(40);

    private RealFiles() {}

    static List<HostileFile> all() {
        return List.of(
                new HostileFile("text", "handbook.txt", text(WORDS)),
                new HostileFile("markdown", "handbook.md", text("# Handbook\n\n" + WORDS)),
                new HostileFile(
                        "html", "handbook.html", text("<html><body><h1>Handbook</h1><p>" + WORDS + "</body></html>")),
                new HostileFile("csv", "handbook.csv", text("page,words\n" + ("1,\"" + WORDS + "\"\n").repeat(10))),
                new HostileFile(
                        "json", "handbook.json", text("{\"title\": \"Handbook\", \"pages\": [\"" + WORDS + "\"]}")),
                new HostileFile("docx", "handbook.docx", HostileZips.plainDocx(WORDS)),
                new HostileFile(
                        "epub",
                        "handbook.epub",
                        HostileZips.plainEpub("<html><body><p>" + WORDS + "</p></body></html>")),
                new HostileFile("pdf", "handbook.pdf", HostilePdfs.plain(WORDS)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
