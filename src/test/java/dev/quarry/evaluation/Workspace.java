package dev.quarry.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a collection's evaluation keeps what it makes. */
record Workspace(String collection) {
    private static final Path ROOT = Path.of("target", "evaluation");

    /** The private service's database. */
    Path data() {
        return ROOT.resolve(collection);
    }

    /** The private service's output. */
    Path log() {
        return ROOT.resolve(collection + ".log");
    }

    /** The report. */
    Path report() {
        return ROOT.resolve(collection + ".json");
    }

    /** Forgets what earlier services have kept. */
    void deleteData() {
        if (!Files.exists(data())) {
            return;
        }
        try (Stream<Path> paths = Files.walk(data())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
