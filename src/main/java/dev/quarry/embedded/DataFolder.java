package dev.quarry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the embedded database, owned by one service at a time.
 *
 * <p>Ownership is a lock of the operating system on a file in it: it ends with the process, however that ends.
 */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws IllegalStateException when another running service owns it, or it cannot be made or written to */
    static DataFolder open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            makePrivate(absolute);
            FileChannel lockFile =
                    FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new IllegalStateException("another running Quarry uses the data folder " + absolute
                        + ". Stop it, or give this one a folder of its own with QUARRY_DATA_DIR.");
            }
            return new DataFolder(absolute, lockFile);
        } catch (IOException error) {
            throw new IllegalStateException(
                    "the data folder " + absolute + " cannot be used ("
                            + error.getClass().getSimpleName() + ": " + error.getMessage()
                            + "). Make it writable, or name another one with QUARRY_DATA_DIR.",
                    error);
        }
    }

    Path path() {
        return path;
    }

    Path binaries() {
        return path.resolve("binaries");
    }

    Path cluster() {
        return path.resolve("cluster");
    }

    Path password() {
        return path.resolve("password");
    }

    Path log() {
        return path.resolve("server.log");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException error) {
            throw new UncheckedIOException("the data folder " + path + " could not be given back", error);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void makePrivate(Path path) throws IOException {
        Files.createDirectories(path);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
