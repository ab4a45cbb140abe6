package dev.quarry.demo;

import dev.quarry.client.DocumentUpload;
import dev.quarry.command.WrongUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Markdown that the demonstration loads: the samples, and the project's own documentation as far as it is there. */
final class DemoDocuments {
    private static final Path SAMPLES = Path.of("samples");
    private static final Path DOCUMENTATION = Path.of("docs");
    private static final Path README = Path.of("README.md");
    private static final String TITLE_MARK = "# ";
    private static final int LONGEST_TITLE = 1000;

    private DemoDocuments() {}

    /** @throws WrongUsage when there are no samples here */
    static List<DocumentUpload> read() {
        List<Path> samples = markdown(SAMPLES, 1).stream()
                .filter(path -> !path.endsWith(README))
                .toList();
        if (samples.isEmpty()) {
            throw new WrongUsage(
                    "there are no documents in " + SAMPLES.toAbsolutePath() + "; run this in the project's own folder");
        }
        List<DocumentUpload> uploads = new ArrayList<>();
        samples.forEach(path -> uploads.add(upload(path, "samples")));
        markdown(DOCUMENTATION, Integer.MAX_VALUE).forEach(path -> uploads.add(upload(path, "documentation")));
        return uploads;
    }

    /** What the service knows a sample by. */
    static String externalId(String sample) {
        return name(SAMPLES.resolve(sample));
    }

    private static List<Path> markdown(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return paths.filter(path -> path.toString().endsWith(".md") && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static DocumentUpload upload(Path path, String source) {
        try {
            String content = Files.readString(path);
            String fileName = String.valueOf(path.getFileName());
            return new DocumentUpload(
                    name(path), title(content, fileName), content, fileName, Map.of("source", source));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static String title(String content, String fileName) {
        return content.lines()
                .filter(line -> line.startsWith(TITLE_MARK) && line.length() <= LONGEST_TITLE)
                .map(line -> line.substring(TITLE_MARK.length()).strip())
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse(fileName);
    }

    private static String name(Path path) {
        return path.toString().replace('\\', '/');
    }
}
