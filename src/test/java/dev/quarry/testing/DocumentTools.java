package dev.quarry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Documents made by programs that are not ours: pandoc and LibreOffice. Where one is missing a test is left out and says so;
 * in CI it fails.
 */
public final class DocumentTools {
    private static final long DEADLINE_SECONDS = 120;

    private final Path folder;

    /** @param folder where the documents are made */
    public DocumentTools(Path folder) {
        this.folder = folder;
    }

    /** Converts Markdown with pandoc, by the file's extension. */
    public Path pandoc(String markdown, String fileName, String... options) {
        require("pandoc");
        try {
            Path source = Files.writeString(folder.resolve(fileName + ".source.md"), markdown);
            Path made = folder.resolve(fileName);
            List<String> command = new ArrayList<>(
                    List.of("pandoc", "--standalone", "-f", "markdown", source.toString(), "-o", made.toString()));
            command.addAll(Arrays.asList(options));
            run(command);
            return made;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Converts a document with LibreOffice Writer, to a file of the same name with another extension. */
    public Path office(Path source, String extension) {
        require("soffice");
        Path out = folder.resolve("office");
        run(List.of(
                "soffice",
                "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                "--headless",
                "--convert-to",
                extension,
                "--outdir",
                out.toString(),
                source.toString()));
        String name = source.getFileName().toString();
        return out.resolve(name.substring(0, name.lastIndexOf('.')) + "." + extension);
    }

    private static void require(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(program + " is missing: .ci/run installs it");
        }
        assumeTrue(there, program + " is not installed (Debian: pandoc, libreoffice-writer-nogui): left out");
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended && process.exitValue() == 0)
                    .as("%s ends well", command)
                    .isTrue();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new AssertionError(error);
        }
    }
}
