package dev.quarry.extract;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to read.
 *
 * @param path where it lies
 * @param name what its author calls it; it says nothing about where anything lies
 * @param declaredType the media type that its sender named
 */
public record SourceFile(Path path, String name, @Nullable String declaredType) {
    private static final int LONGEST_NAME = 255;

    /** A file under the last part of the name it came with, without what no name should hold. */
    public static SourceFile of(Path path, @Nullable String sentName, @Nullable String declaredType) {
        String sent = sentName == null ? "" : sentName;
        String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        String name = Characters.oneLine(last);
        String kept = name.length() <= LONGEST_NAME ? name : name.substring(name.length() - LONGEST_NAME);
        return new SourceFile(path, Characters.storable(kept), declaredType);
    }

    /** The name without its extension; empty without a name. */
    public String baseName() {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
